// Samples as tabs: one for each, called as it was named when drawn, with what has become of it. They follow what
// happens to the rows, whoever adds, removes or fills them. Without script the samples stand one below the other.

const shown = new WeakMap(); // samples → { bar, row }: their tabs, and the sample in front
const tabOf = new WeakMap(); // row → its tab
let made = 0;

/** Makes tabs of the samples below `root`, and brings those that are there up to date. */
export function showSamples(root) {
  for (const samples of root.querySelectorAll(".samples")) {
    if (samples.parentElement.closest(".samples")) continue; // those drawn in a sample stand one below the other in it
    if (!shown.has(samples)) begin(samples);
    update(samples);
  }
}

const rowsOf = (samples) => [...samples.querySelectorAll(":scope > .sample")];

function begin(samples) {
  const bar = document.createElement("div");
  bar.className = "sample-tabs";
  bar.setAttribute("role", "tablist");
  bar.setAttribute("aria-label", titleOf(samples));
  bar.addEventListener("click", ({ target }) => choose(samples, target.closest("[role=tab]")));
  bar.addEventListener("keydown", (event) => walk(samples, event));
  samples.before(bar);
  shown.set(samples, { bar, row: rowsOf(samples)[0] });
  samples.addEventListener("input", () => update(samples));
  new MutationObserver((changes) => follow(samples, changes)).observe(samples, { childList: true, subtree: true });
}

const titleOf = (samples) => samples.closest(".rule").querySelector("legend").textContent;

/** A new sample comes to the front, and so does one with a message; in place of a removed one its neighbour. */
function follow(samples, changes) {
  const added = changes.flatMap((change) => [...change.addedNodes]);
  const fresh = added.find((node) => node.parentElement === samples && node.matches(".sample"));
  const told = added.find((node) => node.nodeType === 1 && node.matches(".field-error") && samples.contains(node));
  const state = shown.get(samples);
  if (fresh) state.row = fresh;
  else if (told && !state.row.querySelector(".field-error")) state.row = rowsOf(samples).find((row) => row.contains(told));
  update(samples);
  if (fresh && !samples.closest("[data-laid]")) fresh.querySelector("input").focus();
}

function update(samples) {
  const state = shown.get(samples);
  const rows = rowsOf(samples);
  if (!rows.includes(state.row)) state.row = rows.at(-1);
  const said = resultsOf(samples, rows);
  rows.forEach((row, place) => dress(row, row === state.row, place, said.get(row) ?? "未查", samples.dataset.unit));
  const tabs = rows.map((row) => tabOf.get(row));
  if (tabs.some((tab, place) => state.bar.children[place] !== tab) || tabs.length !== state.bar.children.length)
    state.bar.replaceChildren(...tabs);
}

/** What the server said of each sample: it names those in which something is recorded, in their order. */
function resultsOf(samples, rows) {
  const all = samples.closest(".card").querySelectorAll("data[data-sample]");
  const words = [...all].filter((one) => one.dataset.sample === titleOf(samples)).map((one) => one.value);
  return new Map(rows.filter(isBegun).map((row, place) => [row, words[place] ?? "未填完"]));
}

const isBegun = (row) =>
  [...row.querySelectorAll("[name]")].some(({ type, checked, value }) => (/radio|checkbox/.test(type) ? checked : value));

/** One sample and its tab, as they stand now. A row that was cloned comes with the marks of the other. */
function dress(row, isFront, place, result, unit) {
  const tab = tabOf.get(row) ?? newTab(row);
  const name = row.querySelector("input").value.trim() || `第${place + 1}${unit}`;
  const state = row.querySelector(".field-error") ? "有填错的" : result;
  if (tab.dataset.words !== `${name}|${state}`) {
    tab.dataset.words = `${name}|${state}`;
    tab.firstChild.textContent = name;
    tab.lastChild.textContent = state;
  }
  tab.setAttribute("aria-selected", String(isFront));
  tab.tabIndex = isFront ? 0 : -1;
  row.hidden = !isFront;
}

function newTab(row) {
  made += 1;
  const tab = document.createElement("button");
  tab.type = "button";
  tab.id = `sample-tab-${made}`;
  tab.setAttribute("role", "tab");
  tab.append(document.createElement("span"), document.createElement("small"));
  row.id = `sample-${made}`;
  row.setAttribute("role", "tabpanel");
  row.removeAttribute("aria-label");
  row.setAttribute("aria-labelledby", tab.id);
  tab.setAttribute("aria-controls", row.id);
  tabOf.set(row, tab);
  return tab;
}

function choose(samples, tab) {
  if (!tab) return;
  shown.get(samples).row = rowsOf(samples).find((row) => tabOf.get(row) === tab);
  update(samples);
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

function walk(samples, event) {
  const step = STEPS[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const tabs = [...shown.get(samples).bar.children];
  const now = tabs.indexOf(event.target.closest("[role=tab]"));
  const next = Number.isFinite(step) ? (now + step + tabs.length) % tabs.length : step < 0 ? 0 : tabs.length - 1;
  choose(samples, tabs[next]);
  tabs[next].focus();
}
