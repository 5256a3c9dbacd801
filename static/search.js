// Searching by words within the sheet: titles, clauses, what to look at, sources, notes, problems, what was found.

import { show } from "./filters.js";

const REST = 200;
const box = document.getElementById("finder");
const field = box?.querySelector('[type="search"]');
const told = box?.querySelector("[data-told]");
let found = [];
let place = -1;
let timer = 0;

const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
const textOf = (card) => plain([card.textContent, ...[...card.querySelectorAll("textarea, input:not([type])")].map(({ value }) => value)].join(" "));

function search() {
  const wanted = plain(field.value);
  document.querySelector(".card.is-found")?.classList.remove("is-found");
  found = wanted ? [...document.querySelectorAll(".card:not([hidden])")].filter((card) => textOf(card).includes(wanted)) : [];
  place = -1;
  box.classList.toggle("is-searching", wanted !== "");
  box.classList.toggle("is-active", wanted !== "" || box.querySelector('[data-filter="all"][aria-pressed="false"]') !== null);
  for (const button of box.querySelectorAll("[data-step]")) button.disabled = found.length === 0;
  tell(wanted);
}

function tell(wanted) {
  if (!wanted) told.textContent = "";
  else if (!found.length) told.textContent = "没有找到";
  else told.textContent = place < 0 ? `找到${found.length}项` : `第${place + 1}项，共${found.length}项`;
}

/** The next or the previous one, round and round; the field keeps the keyboard. */
function step(by) {
  clearTimeout(timer);
  if (!found.length || plain(field.value) === "") search();
  if (!found.length) return;
  found[place]?.classList.remove("is-found");
  place = (place + by + (place < 0 && by < 0 ? 1 : 0) + found.length) % found.length;
  const card = found[place];
  card.classList.add("is-found");
  for (const fold of card.querySelectorAll("details")) fold.open ||= plain(fold.textContent).includes(plain(field.value));
  card.scrollIntoView({ block: "start" });
  tell(plain(field.value));
}

/** Puts the keyboard into the field. */
export function beginSearch() {
  box.classList.add("is-active");
  field.focus();
  field.select();
}

/** Away with it, to the item that was found. */
function end() {
  const card = found[place];
  field.value = "";
  search();
  if (card) show(card);
  else field.blur();
}

field?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, REST);
});
field?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing) step(event.shiftKey ? -1 : 1);
  if (event.key === "Escape") end();
});
box?.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-step]");
  if (button) step(Number(button.dataset.step));
});
document.getElementById("find")?.addEventListener("click", beginSearch);
document.addEventListener("sheet:filtered", () => field.value && search());
