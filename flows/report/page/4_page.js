// Tables, downloads, filters.
const columns = {
  volume: ["period_start", "label", "n_origins", "n_articles", "n_sources", "denominator", "share", "share_low", "share_high", "gap", "mark"],
  stance: ["period_start", "target", "label", "net_stance", "net_low", "net_high", "n_origins", "n_origins_favor", "n_origins_against", "n_favor",
    "n_against", "n_mixed", "n_neutral", "n_abstained", "n_articles", "n_sources", "denominator", "gap"],
  stance_by_group: ["target", "label", "net_stance", "net_low", "net_high", "n_origins", "n_origins_favor", "n_origins_against", "n_abstained",
    "n_articles", "n_sources", "denominator"],
  disagreement: ["figure_label", "value_label", "period_start", "speakers", "sources", "n_origins", "n_articles", "n_sources", "denominator", "gap"],
  experts: ["name", "kind", "role", "affiliation", "n_origins", "n_quotations", "n_mentions", "n_articles", "n_sources", "share", "share_low",
    "share_high", "concentration", "co_quoted", "first_seen_on"],
  seed_echo: ["element_kind", "element_label", "source_name", "uptake", "n_origins", "n_articles", "n_mentions", "first_seen_on", "last_seen_on", "lag_days"],
  coverage: ["period_start", "n_days", "n_gap_days", "gap_share", "n_on_topic", "n_off_topic"],
};
const heads = { n_origins: "independent texts", n_favor: "positions for", n_against: "positions against", n_mixed: "both ways", n_neutral: "neutral",
  n_abstained: "articles without a position", net_low: "interval from", net_high: "to", share_low: "interval from", share_high: "to", label: "group",
  denominator: "out of", n_origins_favor: "texts for", n_origins_against: "texts against", net_stance: "net", value_label: "value", period_start: "from",
  lag_days: "days after", gap: "collection failed", figure_label: "figure", element_label: "element", element_kind: "kind", source_name: "source",
  n_days: "source-days", n_gap_days: "failed", co_quoted: "quoted next to", mark: "marked as" };
const head = (name) => heads[name] ?? words(name.replace(/^n_/, ""));
const tableRows = (name) => (name === "seed_echo" ? lists.echo : rowsOf(name));
const MOST_LINES = 300;

const isFraction = (name) => /share|net_|concentration/.test(name);
function cellText(name, row) {
  const value = row[name];
  if (value === null || value === undefined || value === "") return "–";
  if (name === "target") return targetTitle(value);
  if (name === "element_label") return elementLabel(row);
  if (name === "uptake" || name === "kind") return words(value);
  return typeof value === "number" && (isFraction(name) || !Number.isInteger(value)) ? value.toFixed(2).replace("-", "−") : String(value).replace(/^-(?=\d)/, "−");
}

function tabulate(name) {
  const place = document.getElementById(`table-${name}`), list = tableRows(name), shown = columns[name];
  const canLead = name !== "coverage";
  const top = node("tr");
  top.append(...shown.map((column) => node("th", head(column), { scope: "col" })), ...(canLead ? [node("th", "evidence", { scope: "col", class: "leads" })] : []));
  const body = list.slice(0, MOST_LINES).map((row) => {
    const line = node("tr");
    line.append(...shown.map((column) => {
      const cell = node("td", null, typeof row[column] === "number" ? { class: "number" } : {});
      cell.append(isolated(cellText(column, row)));
      return cell;
    }));
    if (canLead) line.append(leadCell(row));
    return line;
  });
  place.replaceChildren(node("thead"), node("tbody"));
  place.firstChild.append(top);
  place.lastChild.append(...body);
  const rest = document.getElementById(`rest-${name}`);
  rest.textContent = list.length > MOST_LINES ? `The first ${MOST_LINES} of ${list.length} rows; the downloads have all.` : "";
}
function leadCell(row) {
  const cell = node("td", null, { class: "leads" }), button = node("button", "sentences", { type: "button", "aria-label": `sentences behind ${describe(row)}` });
  button.addEventListener("click", () => pick(row, button));
  cell.append(button);
  return cell;
}

// A leading =, +, - or @ would be read as a formula by spreadsheets: an apostrophe makes it text.
const safe = (value) => (typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
const csvCell = (value) => (value === null || value === undefined ? "" : `"${String(safe(value)).replaceAll('"', '""')}"`);
function csv(list) {
  const names = Object.keys(list[0] ?? {});
  return "\ufeff" + [names.join(","), ...list.map((row) => names.map((name) => csvCell(row[name])).join(","))].join("\r\n");
}
function download(name, kind) {
  const own = ["key", "name_of", "period", "period_middle", "element", "order", "n_good_days"];
  const list = (lists[name] ?? (name === "sentences" ? sentences : tableRows(name))).map((row) =>
    Object.fromEntries(Object.entries(row).filter(([column]) => !own.includes(column))));
  const content = kind === "csv" ? csv(list) : JSON.stringify(list, null, 1);
  const link = node("a", null, { href: URL.createObjectURL(new Blob([content], { type: kind === "csv" ? "text/csv" : "application/json" })), download: `${name}.${kind}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const groupChoices = { language: "filter-language", country: "filter-country", source_kind: "filter-source_kind", source_id: "filter-source_id" };
function fillChoices() {
  for (const [dimension, id] of Object.entries(groupChoices)) {
    const select = document.getElementById(id);
    const found = rows.volume.filter((row) => row.unit === "all" && row.dimension === dimension).sort((a, b) => b.n_articles - a.n_articles);
    select.append(...found.map((row) => node("option", `${groupLabel(dimension, row.value)} (${row.n_articles})`, { value: row.value })));
    select.addEventListener("change", () => chooseGroup(dimension, select.value));
  }
  const used = [...new Set(rows.stance.map((row) => row.target))].sort();
  document.getElementById("filter-target").append(...used.map((target) => node("option", targetTitle(target), { value: target })));
}
// The tables are grouped by one dimension at a time, so one choice lets go of the others.
function chooseGroup(dimension, value) {
  state.dimension = value ? dimension : "all";
  state.value = value || "all";
  for (const [other, id] of Object.entries(groupChoices)) if (other !== dimension) document.getElementById(id).value = "";
  for (const note of document.querySelectorAll("[data-whole]")) note.hidden = state.dimension === "all";
  refresh();
}
function refresh() {
  drawAll();
  showEvidence(null, true);
}

fillChoices();
for (const name of ["unit", "target", "from", "to", "compare"])
  document.getElementById(`filter-${name}`).addEventListener("change", (event) => { state[name] = event.target.value; refresh(); });
document.getElementById("filter-text").addEventListener("input", (event) => { state.text = event.target.value; showEvidence(picked, true); });
for (const form of document.querySelectorAll("form")) form.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("filter-reset").addEventListener("click", () => {
  document.querySelector("form.filters").reset();
  Object.assign(state, { unit: "week", target: "", from: "", to: "", text: "" });
  chooseGroup("all", "");
});
for (const button of document.querySelectorAll("[data-download]"))
  button.addEventListener("click", () => download(button.dataset.download, button.dataset.kind));
for (const button of document.querySelectorAll("[data-figure]"))
  button.addEventListener("click", () => pick(lists.figures.find((row) => row.figure_id === button.dataset.figure), button));
for (const button of document.querySelectorAll("[data-target]"))
  button.addEventListener("click", () => pick(rows.stance.find((row) => row.unit === "all" && row.dimension === "all" && row.target === button.dataset.target), button));
for (const details of document.querySelectorAll("details[id]"))
  details.addEventListener("toggle", () => { if (details.open) tabulate(details.id.replace("details-", "")); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
addEventListener("beforeprint", () => [...waiting].forEach(drawNext));
drawAll();
showEvidence(null, true);
document.documentElement.dataset.ready = String(Math.round(performance.now()));
