// Draws the charts that can be seen, the rest when the page is idle; a chart with many targets or figures is
// drawn once for each.
const byUnit = new Set(["volume", "stance", "disagreement"]);
const inChosenPeriod = (row) => (!state.from || row.period_end > state.from) && (!state.to || row.period_start <= state.to);

function rowsOf(name) {
  if (name === "stance_by_group") {
    return rows.stance.filter((row) => row.unit === "all" && row.dimension === state.compare && isWanted(row));
  }
  return rows[name].filter((row) => {
    if (name === "coverage") return inChosenPeriod(row);
    if (!byUnit.has(name)) return true;
    if (row.unit !== (name === "disagreement" && state.unit === "day" ? "week" : state.unit) || !row.period_start) return false;
    if (!inChosenPeriod(row)) return false;
    return name === "disagreement" || (row.dimension === state.dimension && row.value === state.value && isWanted(row));
  });
}
const isWanted = (row) => !state.target || row.target === undefined || row.target === state.target;

const panels = {
  stance: { of: (row) => row.target, title: (row) => targetTitle(row.target) },
  stance_by_group: { of: (row) => row.target, title: (row) => targetTitle(row.target) },
  disagreement: { of: (row) => row.figure_id, title: (row) => row.figure_label },
};

function colours(width) {
  const style = getComputedStyle(document.documentElement), of = (name) => style.getPropertyValue(name).trim();
  const text = { labelColor: of("--ink"), titleColor: of("--ink"), labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" };
  const legend = { ...text, columns: width < 480 ? 2 : undefined };
  return { background: null, font: "system-ui, sans-serif", view: { stroke: null }, legend,
    axis: { ...text, gridColor: of("--line"), domainColor: of("--line"), tickColor: of("--line") },
    range: { category: ["#2f7ebc", "#c8553d", "#2f8f6a", "#a87900", "#8f5fb5", "#808890"] } };
}

// Ticks at beginnings of periods, as many as there is room for; labels beside the plot take less than half of it.
function withTicks(part, starts, width) {
  if (Array.isArray(part)) return part.map((each) => withTicks(each, starts, width));
  if (!part || typeof part !== "object") return part;
  const made = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, withTicks(value, starts, width)]));
  const step = Math.max(1, Math.ceil(starts.length / Math.max(2, Math.floor(width / 75))));
  if (made.axis?.labelLimit) made.axis = { ...made.axis, labelLimit: Math.min(made.axis.labelLimit, 0.45 * width) };
  if (made.scale?.type === "utc" && made.axis) made.axis = { ...made.axis, values: starts.filter((_start, i) => i % step === 0) };
  return made;
}
const startsOf = (list) => [...new Set(list.map((row) => row.period_start).filter(Boolean))].sort().map((day) => {
  const [year, month, date] = day.split("-").map(Number);
  return { year, month, date, utc: true };
});

const isRendererReady = new Promise((done) => addEventListener("DOMContentLoaded", done, { once: true }));
const drawn = new WeakMap();
async function embed(place, name, list, label) {
  drawn.get(place)?.finalize();
  const fitted = withTicks(specifications[name], startsOf(list), place.clientWidth);
  const scaled = fitted.layer ? { ...fitted, layer: fitted.layer.filter((layer) => !layer.encoding?.shape || list.some((row) => row.mark)) } : fitted;
  const specification = { ...scaled, datasets: { ...scaled.datasets, rows: list.map((row) => ({ ...row })) }, config: colours(place.clientWidth) };
  await isRendererReady;
  const made = await vegaEmbed(place, specification, { renderer: "svg", actions: false, ast: true, tooltip: { theme: "custom" } });
  drawn.set(place, made);
  const picture = place.querySelector("svg");
  for (const part of picture?.querySelectorAll("[role],[aria-label],[aria-roledescription],[tabindex]") ?? [])
    for (const name of ["role", "aria-label", "aria-roledescription", "tabindex"]) part.removeAttribute(name);
  picture?.setAttribute("role", "img");
  picture?.setAttribute("aria-label", `${label}. The table below says the same.`);
  made.view.addEventListener("click", (_event, item) => {
    const row = item?.datum?.key && list.find((candidate) => candidate.key === item.datum.key);
    if (row) pick(row, place);
  });
}

async function draw(name) {
  const place = document.getElementById(`chart-${name}`), list = rowsOf(name), panel = panels[name];
  if (!list.length) { place.replaceChildren(node("p", nothing(name), { class: "empty" })); return; }
  if (!panel) {
    const one = node("div", null, { class: "plot", tabindex: "-1" });
    place.replaceChildren(one);
    await embed(one, name, list, place.dataset.label);
    return;
  }
  const groups = Map.groupBy ? Map.groupBy(list, panel.of) : grouped(list, panel.of);
  const weight = (some) => some.reduce((sum, row) => sum + row.n_origins, 0);
  const ordered = [...groups.values()].sort((a, b) => weight(b) - weight(a));
  place.replaceChildren();
  for (const some of ordered) {
    const figure = node("figure"), title = node("figcaption"), one = node("div", null, { class: "plot", tabindex: "-1" });
    title.append(isolated(shortest(panel.title(some[0]), 90)));
    figure.append(title, one);
    place.append(figure);
    await embed(one, name, some, `${place.dataset.label}: ${panel.title(some[0])}`);
  }
}
function grouped(list, of) {
  const found = new Map();
  for (const row of list) found.set(of(row), [...(found.get(of(row)) ?? []), row]);
  return found;
}

function nothing(name) {
  const isChosen = state.dimension !== "all" || state.target || state.from || state.to;
  if (isChosen) return "Nothing to show for this choice.";
  if (byUnit.has(name) && !rows.volume.some((row) => row.period_start)) return "No article with a date yet, so there is nothing to show over time.";
  return { disagreement: "No figure is given with different values yet.", seed_echo: "No other source has articles on the topic yet.",
    coverage: "No source was polled yet.", experts: "Nobody was quoted yet." }[name] ?? "Nothing to show yet.";
}

const waiting = new Set();
let isDrawing = Promise.resolve();
const drawNext = (name) => { if (waiting.delete(name)) isDrawing = isDrawing.then(() => draw(name)); return isDrawing; };
const seen = new IntersectionObserver((found) => {
  for (const entry of found) if (entry.isIntersecting) drawNext(entry.target.id.replace("chart-", ""));
}, { rootMargin: "300px" });
const whenIdle = (work) => (window.requestIdleCallback ? requestIdleCallback(work, { timeout: 1500 }) : setTimeout(work, 200));

async function drawRest() {
  const [name] = waiting;
  if (name) { await drawNext(name); whenIdle(drawRest); } else document.documentElement.dataset.drawn = "true";
}

function drawAll() {
  delete document.documentElement.dataset.drawn;
  for (const name of Object.keys(specifications)) {
    waiting.add(name);
    const place = document.getElementById(`chart-${name}`);
    seen.unobserve(place);
    seen.observe(place);
    const details = document.getElementById(`details-${name}`);
    if (details?.open) tabulate(name);
  }
  whenIdle(drawRest);
}
