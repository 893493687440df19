// The page's data, decoded once: tables come as column names and rows. Nothing is fetched; everything from
// outside is set as text, never as markup.
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const decode = (table) => table.rows.map((row) => Object.fromEntries(table.columns.map((name, i) => [name, row[i]])));
const page = read("report-data");
const specifications = read("report-charts");
const titles = page.targets;
const articles = decode(page.articles);
const sentences = decode(page.sentences).map((row) => ({ ...articles[row.article], ...row }));
const lists = Object.fromEntries(Object.entries(page.lists).map(([name, table]) => [name, decode(table)]));
const rows = Object.fromEntries(Object.entries(page.charts).map(([name, table]) => [name, decode(table)]));
const state = { unit: "week", dimension: "all", value: "all", compare: "country", target: "", from: "", to: "", text: "" };

const targetTitle = (target) => titles[target]?.title ?? target.replaceAll("_", " ");
const words = (name) => String(name).replaceAll("_", " ");
const shortest = (text, most = 60) => (text && Array.from(text).length > most ? Array.from(text).slice(0, most - 1).join("") + "…" : text);

function node(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) made.setAttribute(name, value);
  return made;
}
const isolated = (text) => node("bdi", text);

function periodEnd(unit, start) {
  const end = new Date(`${start}T00:00:00Z`);
  if (unit === "day") end.setUTCDate(end.getUTCDate() + 1);
  if (unit === "week") end.setUTCDate(end.getUTCDate() + 7);
  if (unit === "month") end.setUTCMonth(end.getUTCMonth() + 1);
  return end.toISOString().slice(0, 10);
}

// The warehouse's evidence key of a row: its own coordinates.
const coordinates = {
  volume: ["unit", "period_start", "dimension", "value"],
  stance: ["unit", "period_start", "dimension", "value", "target"],
};
function prepare(name, row, i) {
  const keys = coordinates[name];
  row.evidence_key ??= keys ? keys.map((key) => row[key] ?? "-").join("|") : null;
  row.key = row.evidence_key ?? `${name}|${i}`;
  row.name_of = name;
  if ("is_gap" in row) row.gap = row.is_gap ? "for some sources" : "no";
  if (name === "coverage") { row.unit = "week"; row.n_good_days = row.n_days - row.n_gap_days; }
  if (row.is_burst || row.is_change_point) row.mark = row.is_burst ? "burst" : "new level";
  if (row.period_start) {
    row.period = row.period_start;
    row.period_end = periodEnd(row.unit, row.period_start);
    row.period_middle = new Date((Date.parse(row.period_start) + Date.parse(row.period_end)) / 2).toISOString();
  }
  if (name === "stance" || name === "volume") row.label = groupLabel(row.dimension, row.value);
  if (name === "seed_echo") {
    row.element = `${row.element_kind}: ${shortest(elementLabel(row), 90)}`;
    row.order = ["repeated", "contested", "taken_up", "dropped"].indexOf(row.uptake);
  }
}
const sourceNames = Object.fromEntries([...lists.sources, ...articles].map((row) => [row.source_id, row.source_name]));
const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
const languages = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });
function groupLabel(dimension, value) {
  if (dimension === "all") return "everything";
  if (dimension === "source_id") return shortest(sourceNames[value] ?? value, 40);
  if (dimension === "country" && /^[A-Z]{2}$/.test(value)) return regions.of(value);
  if (dimension === "language" && /^[a-z]{2,3}$/.test(value)) return languages.of(value);
  return words(value);
}
function elementLabel(row) {
  let label = row.element_label ?? row.element_id;
  for (const key of Object.keys(titles)) label = label.replace(key, targetTitle(key));
  return label;
}
for (const [name, list] of Object.entries({ ...rows, figures: lists.figures, echo: lists.echo })) list.forEach((row, i) => prepare(name, row, i));
