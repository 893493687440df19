// From a row to the sentences it counts: the same conditions as the warehouse's `trend_evidence`.
const isInPeriod = (row, item) => !row.period_start
  || (item.published_on !== null && item.published_on >= row.period_start && item.published_on < row.period_end);

function isInGroup(dimension, value, item) {
  if (!dimension || dimension === "all") return true;
  return (item[dimension] ?? "unknown") === value;
}

const behind = {
  volume: (row, item) => item.kind === "topic",
  stance: (row, item) => item.kind === "stance" && item.target === row.target
    && (row.dimension !== "holder_kind" || (item.holder_kind ?? "other") === row.value),
  experts: (row, item) => (item.kind === "quotation" || item.kind === "mention") && item.person_id === row.person_id,
  figures: (row, item) => item.kind === "figure" && item.figure_id === row.figure_id,
  disagreement: (row, item) => item.kind === "figure" && item.figure_id === row.figure_id
    && item.value === row.value && item.value_high === row.value_high,
  echo: (row, item) => item.source_id === row.source_id && isEcho(row, item),
  seed_echo: (row, item) => isEcho(row, item),
};
const isEcho = (row, item) => (item.echo ?? "").split("\n").includes(`${row.element_kind}|${row.element_id}|${row.uptake}`);

function isBehind(row, item) {
  const own = row.dimension && row.dimension !== "holder_kind" ? isInGroup(row.dimension, row.value, item) : true;
  const chosen = ["volume", "stance"].includes(row.name_of) || isInGroup(state.dimension, state.value, item);
  return own && chosen && isInPeriod(row, item) && behind[row.name_of](row, item);
}

const isChosen = (item) => isInGroup(state.dimension, state.value, item)
  && (!state.target || item.target === state.target)
  && (!state.from || (item.published_on ?? "") >= state.from)
  && (!state.to || (item.published_on !== null && item.published_on <= state.to));

const hasText = (item) => !state.text
  || `${item.sentence} ${item.holder ?? ""} ${item.title ?? ""} ${item.source_name ?? ""}`.toLowerCase().includes(state.text.toLowerCase());

const SHOWN_AT_MOST = 100;
let picked = null, cameFrom = null;

function describe(row) {
  const parts = [row.figure_label, row.name, row.element_label && elementLabel(row), row.uptake && words(row.uptake),
    row.target && targetTitle(row.target), row.value_label, row.label !== "everything" ? row.label : null,
    row.period_start ? `${row.unit} of ${row.period_start}` : null];
  return parts.filter(Boolean).map((part) => shortest(part, 80)).join(" · ") || "all articles on the topic";
}

function showEvidence(row = null, quietly = false) {
  picked = row;
  const found = sentences.filter((item) => (row ? isBehind(row, item) : isChosen(item)) && hasText(item));
  document.getElementById("evidence-list").replaceChildren(...found.slice(0, SHOWN_AT_MOST).map(evidenceItem));
  const about = document.getElementById("evidence-of");
  const of = row ? `behind: ${describe(row)}` : "for this choice";
  about.replaceChildren(isolated(`${found.length} ${found.length === 1 ? "sentence" : "sentences"} ${of}.`));
  if (found.length > SHOWN_AT_MOST) about.append(` The newest ${SHOWN_AT_MOST} are shown.`);
  const whole = document.getElementById("evidence-sql"), query = document.getElementById("evidence-query");
  whole.hidden = !row?.evidence_key;
  query.textContent = row?.evidence_key
    ? `tenor sql "from trend_evidence('${row.evidence_key.replaceAll("'", "''")}')"` : "";
  document.getElementById("evidence-back").hidden = !cameFrom;
  if (!quietly) {
    const heading = document.getElementById("evidence-title");
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "start" });
  }
}

function pick(row, from) {
  cameFrom = from;
  showEvidence(row);
}

document.getElementById("evidence-back").addEventListener("click", () => {
  cameFrom?.scrollIntoView({ block: "center" });
  cameFrom?.focus({ preventScroll: true });
});

const verbs = { favor: "for", against: "against", mixed: "both ways on", neutral: "neutral on" };
function claim(item) {
  const who = item.holder === "text" ? "the article itself" : item.holder;
  if (item.kind === "stance") return `${who}: ${verbs[item.polarity]} ${targetTitle(item.target)}`;
  if (item.kind === "figure") return item.holder ? `figure, given by ${item.holder}` : "figure";
  if (item.kind === "quotation") return item.holder ? `statement of ${item.holder}` : "statement without a named speaker";
  if (item.kind === "mention") return `${item.holder} is named`;
  return "on the topic";
}

function evidenceItem(item) {
  const entry = node("li"), points = Array.from(item.sentence);
  const quote = node("blockquote", null, { lang: item.language, dir: "auto" });
  quote.append(points.slice(0, item.from).join(""), node("mark", points.slice(item.from, item.to).join("")), points.slice(item.to).join(""));
  const told = node("p", null, { class: "claim" });
  told.append(isolated(claim(item)));
  const from = node("p", null, { class: "soft" });
  from.append(isolated(item.source_name ?? item.source_id), ` · ${item.published_on ?? "no date"} · `);
  const title = shortest(item.title || item.url || "untitled", 140);
  if (/^https?:\/\//.test(item.url ?? "")) {
    const link = node("a", null, { href: item.url, rel: "noopener noreferrer nofollow" });
    link.append(isolated(title));
    from.append(link);
  } else from.append(isolated(title));
  from.append(` · archived capture ${item.capture_id ?? "none (added by hand)"} · article ${item.article_id}`);
  entry.append(told, quote, from);
  return entry;
}
