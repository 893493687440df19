// Fills the charts, filters them, and leads from a point to its sentences. Nothing is fetched; everything
// from outside is set as text, never as markup.
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const data = read("report-data");
const charts = read("report-charts");
const views = {};
const state = { unit: "week", group: "all|all", target: "", text: "", picked: null };
const byUnit = new Set(["volume", "stance", "disagreement"]);
const byGroup = new Set(["volume", "stance"]);
const node = (tag, text, attributes = {}) => {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};
const isolated = (text) => node("bdi", text);

function rowsOf(name) {
  const [dimension, value] = state.group.split("|");
  return data.charts[name].filter((row) =>
    (!byUnit.has(name) || row.unit === state.unit)
    && (!byGroup.has(name) || (row.dimension === dimension && row.value === value))
    && (name !== "stance_by_group" || row.dimension === (dimension === "all" ? "country" : dimension))
    && (!state.target || row.target === undefined || row.target === state.target)
    && (row.period_start !== null || !byUnit.has(name)));
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue("--ink").trim(), line = style.getPropertyValue("--line").trim();
  const text = { labelColor: ink, titleColor: ink };
  return { background: null, view: { stroke: null }, axis: { ...text, gridColor: line, domainColor: line, tickColor: line },
    legend: text, range: { category: ["#2f7ebc", "#c8553d", "#3f9b74", "#a06cc0", "#d4a72c", "#7d8791"] } };
}

async function draw(name) {
  const place = document.getElementById(`chart-${name}`);
  const rows = rowsOf(name);
  if (views[name]) { views[name].finalize(); delete views[name]; }
  place.replaceChildren();
  tabulate(name, rows);
  if (!rows.length) { place.append(node("p", "Nothing to show for this choice.", { class: "empty" })); return; }
  const specification = { ...charts[name], datasets: { ...charts[name].datasets, rows }, config: colours() };
  const made = await vegaEmbed(place, specification, { renderer: "svg", actions: false, ast: true });
  views[name] = made;
  place.querySelector("svg")?.setAttribute("aria-label", place.dataset.label);
  made.view.addEventListener("click", (_event, item) => {
    const key = item?.datum?.evidence_key;
    const row = key && rows.find((candidate) => candidate.evidence_key === key);
    if (row) showEvidence(name, row);
  });
}

function periodEnd(row) {
  if (!row.period_start) return null;
  const end = new Date(`${row.period_start}T00:00:00Z`);
  if (row.unit === "day") end.setUTCDate(end.getUTCDate() + 1);
  if (row.unit === "week") end.setUTCDate(end.getUTCDate() + 7);
  if (row.unit === "month") end.setUTCMonth(end.getUTCMonth() + 1);
  return end.toISOString().slice(0, 10);
}

const columnOf = { country: "country", source_kind: "source_kind", source_id: "source_id", language: "language" };

function isBehind(name, row, item) {
  if (row.period_start && !(item.published_on >= row.period_start && item.published_on < periodEnd(row))) return false;
  const column = columnOf[row.dimension];
  if (column && item[column] !== undefined && item[column] !== null && item[column] !== row.value) return false;
  if (name === "stance" || name === "stance_by_group") return item.kind === "stance" && item.target === row.target;
  if (name === "experts") return item.kind === "quotation" && item.person_id === row.person_id;
  if (name === "figures") return item.kind === "figure" && item.figure_id === row.figure_id;
  if (name === "disagreement") return item.kind === "figure" && item.figure_id === row.figure_id && item.value === row.value;
  if (name === "seed_echo") return echoes(row, item);
  return true;
}

function echoes(row, item) {
  if (item.source_name !== row.source_name) return false;
  if (row.element_kind === "figure") return item.figure_id === row.element_id;
  if (row.element_kind === "expert") return item.person_id === row.element_id;
  const target = row.element_id.split(":")[0];
  return item.kind === "stance" && item.target === target && (item.holder === "text") === (row.element_kind === "target");
}

function showEvidence(name, row, quietly = false) {
  state.picked = { name, row };
  const wanted = state.text.toLowerCase();
  const found = data.evidence.filter((item) => isBehind(name, row, item)
    && (!wanted || `${item.sentence} ${item.holder ?? ""} ${item.title ?? ""}`.toLowerCase().includes(wanted)));
  const list = document.getElementById("evidence-list");
  list.replaceChildren(...found.slice(0, 100).map(evidenceItem));
  const label = [row.figure_label, row.name, row.element_label, row.target, row.value_label, row.period_start]
    .filter(Boolean).join(" · ") || "everything";
  const rest = found.length > 100 ? " The first 100 are shown." : "";
  document.getElementById("evidence-of").textContent = `${found.length} sentences behind: ${label}.${rest}`;
  if (!quietly) { const heading = document.getElementById("evidence-title"); heading.focus(); heading.scrollIntoView(); }
}

function evidenceItem(item) {
  const entry = node("li"), quote = node("blockquote"), points = Array.from(item.sentence);
  quote.append(isolated(points.slice(0, item.from).join("")), node("mark", points.slice(item.from, item.to).join("")),
    isolated(points.slice(item.to).join("")));
  const who = [item.kind, item.holder, item.polarity, item.target].filter(Boolean).join(" · ");
  const from = node("p", null, { class: "soft" });
  from.append(isolated(`${who} — ${item.source_name ?? "unknown source"}, ${item.published_on ?? "no date"}: `));
  const title = item.title || item.url || "untitled";
  if (/^https?:\/\//.test(item.url ?? "")) {
    const link = node("a", null, { href: item.url, rel: "noopener noreferrer nofollow" });
    link.append(isolated(title));
    from.append(link);
  } else from.append(isolated(title));
  from.append(` (article ${item.article_id}, archived capture ${item.capture_id ?? "none"})`);
  entry.append(quote, from);
  return entry;
}

const shown = {
  volume: ["period_start", "n_origins", "n_articles", "n_sources", "denominator", "share", "share_low", "share_high", "is_gap"],
  stance: ["period_start", "target", "net_stance", "net_low", "net_high", "n_favor", "n_against", "n_mixed", "n_neutral", "n_abstained", "n_origins"],
  stance_by_group: ["value", "target", "net_stance", "net_low", "net_high", "n_origins", "n_sources"],
  disagreement: ["figure_label", "value_label", "period_start", "speakers", "sources", "n_origins"],
  experts: ["name", "kind", "role", "affiliation", "n_quotations", "n_mentions", "n_origins", "n_sources"],
  seed_echo: ["element_kind", "element_label", "source_name", "uptake", "n_origins", "first_seen_on", "lag_days"],
};

function tabulate(name, rows) {
  const place = document.getElementById(`table-${name}`), columns = shown[name];
  const head = node("tr");
  head.append(...columns.map((column) => node("th", column.replaceAll("_", " "), { scope: "col" })), node("th", "evidence", { scope: "col" }));
  const body = rows.slice(0, 200).map((row) => {
    const line = node("tr");
    line.append(...columns.map((column) => {
      const cell = node("td", null, typeof row[column] === "number" ? { class: "number" } : {});
      cell.append(isolated(row[column] ?? "–"));
      return cell;
    }));
    const cell = node("td"), button = node("button", "sentences", { type: "button" });
    button.addEventListener("click", () => showEvidence(name, row));
    cell.append(button); line.append(cell);
    return line;
  });
  place.replaceChildren(head, ...body);
}

function download(name) {
  const rows = data.charts[name] ?? data.tables[name];
  const columns = Object.keys(rows[0] ?? {});
  // a leading =, +, - or @ would be read as a formula by spreadsheets: an apostrophe makes it text
  const safe = (value) => typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  const cell = (value) => value === null || value === undefined ? "" : `"${String(safe(value)).replaceAll('"', '""')}"`;
  const lines = [columns.join(","), ...rows.map((row) => columns.map((column) => cell(row[column])).join(","))];
  const link = node("a", null, { href: URL.createObjectURL(new Blob([lines.join("\r\n")], { type: "text/csv" })), download: `${name}.csv` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function fillChoices() {
  const groups = new Map();
  for (const row of data.charts.volume) if (row.unit === "all") groups.set(`${row.dimension}|${row.value}`, row);
  const select = document.getElementById("filter-group");
  for (const [key, row] of groups) {
    const label = row.dimension === "all" ? "everything" : `${row.dimension.replace("_id", "").replace("_", " ")}: ${row.value}`;
    select.append(node("option", label, { value: key }));
  }
  const targets = [...new Set(data.charts.stance_by_group.map((row) => row.target))].sort();
  for (const target of targets) document.getElementById("filter-target").append(node("option", target.replaceAll("_", " "), { value: target }));
}

const drawAll = () => Promise.all(Object.keys(charts).map(draw));
fillChoices();
for (const name of ["unit", "group", "target"])
  document.getElementById(`filter-${name}`).addEventListener("change", (event) => { state[name] = event.target.value; drawAll(); });
document.getElementById("filter-text").addEventListener("input", (event) => {
  state.text = event.target.value;
  showEvidence(state.picked?.name ?? "volume", state.picked?.row ?? {}, true);
});
document.querySelector("form.filters").addEventListener("submit", (event) => event.preventDefault());
for (const button of document.querySelectorAll("[data-download]"))
  button.addEventListener("click", () => download(button.dataset.download));
for (const button of document.querySelectorAll("[data-figure]"))
  button.addEventListener("click", () => showEvidence("figures", data.tables.figures.find((row) => row.figure_id === button.dataset.figure)));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
await drawAll();
showEvidence("volume", {}, true);
document.documentElement.dataset.ready = "true";
