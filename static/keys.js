// The keyboard at the desk: one key each, and never while somebody types. They can be switched off (WCAG 2.1.4).

import { show } from "./filters.js";
import { recall, remember } from "./kept.js";
import { beginSearch } from "./search.js";

const help = document.getElementById("keys");
const tick = help?.querySelector('[type="checkbox"]');

const ACTIONS = {
  KeyJ: () => step(1),
  KeyK: () => step(-1),
  KeyN: () => document.getElementById("next-open")?.click(),
  Slash: beginSearch,
};

function step(by) {
  const cards = [...document.querySelectorAll(".card:not([hidden])")].filter((card) => !card.closest(".part[hidden]"));
  const here = cards.indexOf(document.activeElement.closest(".card"));
  const next = here < 0 ? cards.find((card) => card.getBoundingClientRect().bottom > 80) : cards[here + by];
  if (next) show(next);
}

const isTyping = (target) => target.closest("input:not([type='radio'], [type='checkbox']), textarea, select, [contenteditable]");
const isBusy = (event) => event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey;

document.addEventListener("keydown", (event) => {
  if (isBusy(event) || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?" || event.key === "？") {
    event.preventDefault();
    help.showModal();
  } else if (!event.shiftKey && ACTIONS[event.code] && tick.checked) {
    event.preventDefault();
    ACTIONS[event.code]();
  }
});

if (tick) {
  tick.checked = recall("keys", true);
  tick.addEventListener("change", () => remember("keys", tick.checked));
}
