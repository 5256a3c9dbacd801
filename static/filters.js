// Which items of the sheet are shown: all, not checked yet, points lost, problems. All of it is on the page already,
// so it works without network. What leaves a filter while it is being filled stays until the filter is set again.

const box = document.getElementById("finder");
const cards = () => [...document.querySelectorAll(".card")];

/** Not checked yet, as far as this tablet knows: what waits on it has been filled in. */
export const isOpen = (card) =>
  card.querySelector('.live:not([data-state="done"], [data-state="void"])') && !card.querySelector(".waiting-mark");

const TESTS = {
  all: () => true,
  open: isOpen,
  lost: (card) => card.querySelector(".line-lost"),
  problem: (card) => card.querySelector(".problem") || card.querySelector('[name="problem"]')?.value.trim(),
};

let chosen = "all";
let counting = 0;

/** Shows the items of that kind, and the sections that have any. */
export function filter(name) {
  chosen = name;
  for (const card of cards()) card.hidden = !TESTS[name](card);
  for (const part of document.querySelectorAll(".part")) part.hidden = part.querySelector(".card:not([hidden])") === null;
  for (const button of box.querySelectorAll("[data-filter]"))
    button.setAttribute("aria-pressed", String(button.dataset.filter === name));
  document.getElementById("finder-empty").hidden = cards().some((card) => !card.hidden);
  box.classList.toggle("is-active", name !== "all" || box.classList.contains("is-searching"));
  count();
  document.dispatchEvent(new CustomEvent("sheet:filtered"));
}

/** Brings an item into view and under the keyboard, whatever is filtered. */
export function show(card) {
  if (card.closest("[hidden]")) filter("all");
  card.scrollIntoView({ block: "start" });
  card.setAttribute("tabindex", "-1");
  card.focus({ preventScroll: true });
}

function count() {
  counting = 0;
  const all = cards();
  for (const button of box.querySelectorAll("[data-filter]"))
    button.querySelector("b").textContent = all.filter(TESTS[button.dataset.filter]).length;
}

function countSoon() {
  counting ||= requestAnimationFrame(count);
}

box?.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-filter]");
  if (!button) return;
  filter(button.dataset.filter);
  box.scrollIntoView({ block: "nearest" });
});

// Ways to an item that is not shown now: the sections, links to an item, the next open one.
document.addEventListener("click", ({ target }) => {
  const link = target.closest('a[href^="#"], a[href*="#card-"]');
  if (!link || chosen === "all") return;
  if (link.id === "next-open" ? chosen !== "open" : document.getElementById(link.hash.slice(1))?.closest("[hidden]")) filter("all");
}, true);

if (box) {
  for (const kind of ["outbox:state", "outbox:settled", "htmx:load", "change"]) document.addEventListener(kind, countSoon);
  box.hidden = false;
  countSoon();
}
