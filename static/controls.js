// The form's controls: steppers, rates, rosters, the drawer and the way to the next open item.

import "./early.js"; // before the fields are touched
import "./drawer.js";
import { isOpen } from "./filters.js";
import { complete, levelOf, numberIn, renumbered } from "./parts.js";
import { showSamples } from "./samples.js";

const SCALE = 10000; // numbers have four decimals at most; whole ten-thousandths keep them exact

const halfwidth = (text) => text.normalize("NFKC").trim();

/** The field's number in ten-thousandths, or null while it holds none. */
function amount(text) {
  const plain = halfwidth(text);
  return /^-?\d+(\.\d{1,4})?$/.test(plain) ? Math.round(Number(plain) * SCALE) : null;
}

function enter(field, scaled) {
  field.value = String(scaled / SCALE);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** One tap on − or +: from 0 the first step up is `low`, below it lies 0, above `max` nothing; below 0 where `signed`. */
function stepped(now, direction, { step, low, max, signed }) {
  const by = amount(step ?? "1");
  const first = low ? amount(low) : by;
  if (now === null) return direction > 0 ? first : 0;
  if (signed !== undefined) return now + direction * by;
  if (direction > 0 && now < first && low) return first;
  const next = now + direction * by;
  if (low && next < first) return 0;
  return Math.min(Math.max(next, 0), max ? amount(max) : Infinity);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".stepper button");
  if (button) {
    const box = button.parentElement;
    const field = box.querySelector("input");
    enter(field, stepped(amount(field.value), Number(button.value), box.dataset));
  }
  const zero = event.target.closest("[data-zero]");
  if (zero) enter(zero.parentElement.querySelector("input"), 0);
  const clear = event.target.closest("[data-clear]");
  if (clear) unchoose(clear.parentElement);
});

/** Back to "not checked", which is another answer than any on offer. */
function unchoose(segments) {
  const chosen = segments.querySelector("input:checked");
  chosen.checked = false;
  chosen.focus();
  chosen.dispatchEvent(new Event("change", { bubbles: true }));
}

// "None of them" and any of them exclude each other.
document.addEventListener("change", (event) => {
  const ticks = event.target.checked && event.target.closest(".answer .ticks");
  if (!ticks) return;
  const none = event.target.matches("[data-none]");
  for (const tick of ticks.querySelectorAll(none ? "input:not([data-none])" : "[data-none]")) tick.checked = false;
}, true);

// Without this a number field's Enter would press the card's first button.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("form.answer input")) {
    event.preventDefault();
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

document.addEventListener("input", (event) => {
  const count = event.target.closest("[data-count]");
  if (count) showCount(count);
  const rate = event.target.closest("[data-rate]");
  if (rate) showRate(rate);
});

function showCount(box) {
  const none = amount(box.querySelector("input").value) === 0;
  box.querySelector("[data-zero]").setAttribute("aria-pressed", String(none));
}

/** As the server writes a rate: two decimals, more only where rounding would hide that it misses the target. */
function percent(done, of, [target, parts]) {
  const misses = done * 100 * parts < target * of;
  for (const places of [2, 4, 6]) {
    const scale = 10 ** places;
    const rounded = Math.floor((done * 200 * scale + of) / (2 * of));
    if (!misses || rounded * parts < target * scale || places === 6) return `${rounded / scale}%`;
  }
}

function showRate(box) {
  const [of, done] = [...box.querySelectorAll(".stepper input")].map((field) => amount(field.value));
  const [target, parts = 1] = box.dataset.rate.split("/").map(Number);
  const known = of > 0 && done !== null && done <= of;
  box.querySelector("output").textContent = known ? percent(done / SCALE, of / SCALE, [target, parts]) : "—";
  box.classList.toggle("is-short", known && done * 100 * parts < target * of);
}

/** Adds what only serves those with script, and shows what the controls below `root` amount to. */
export function prepare(root) {
  complete(root);
  for (const box of root.querySelectorAll("[data-count]")) showCount(box);
  for (const box of root.querySelectorAll("[data-rate]")) showRate(box);
  showSamples(root);
}

prepare(document);
document.querySelector(".sheet")?.setAttribute("data-steady", "");
document.addEventListener("htmx:load", ({ detail: { elt } }) => elt !== document.body && prepare(elt.closest(".card") ?? elt));

// Rosters

document.addEventListener("click", (event) => {
  const adder = event.target.closest("[data-add]");
  if (adder) addRow(adder.closest("[data-roster]"));
  const remover = event.target.closest("[data-remove]");
  if (remover) removeRow(remover.closest(".roster-row"));
});

function addRow(roster) {
  const rows = rowsOf(roster);
  const row = rowAfter(rows.at(-1), Math.max(...rows.map(numberOf)) + 1);
  row.querySelector("input").focus();
}

/** An empty row of that number behind the last one. */
export function rowAfter(last, next) {
  const row = last.cloneNode(true);
  const level = levelOf(last);
  const numbered = (name) => renumbered(name, level, next);
  for (const field of row.querySelectorAll("[name]")) {
    field.name = numbered(field.name);
    field.id = numbered(field.id);
  }
  for (const label of row.querySelectorAll("label[for]")) label.htmlFor = numbered(label.htmlFor);
  shorten(row);
  empty(row);
  last.after(row);
  return row;
}

const rowsOf = (roster) => [...roster.querySelectorAll(":scope > .roster-row")];

/** A new row begins with as many rows inside it as its neighbour must have: lists with one, samples with all drawn. */
function shorten(row) {
  for (const roster of row.querySelectorAll("[data-roster]")) {
    for (const extra of rowsOf(roster).slice(Number(roster.dataset.drawn ?? 1))) extra.remove();
  }
}

/** A row's own number among its siblings. */
export const numberOf = (row) => numberIn(row.querySelector("[name]").name);

function empty(row) {
  for (const field of row.querySelectorAll("[name]")) {
    if (field.matches('[type="radio"], [type="checkbox"]')) field.checked = false;
    else field.value = "";
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  for (const message of row.querySelectorAll(".field-error")) message.remove();
  for (const box of row.querySelectorAll("[data-count]")) showCount(box);
  for (const box of row.querySelectorAll("[data-rate]")) showRate(box);
}

/** The last row is only emptied: there must be one to write in and to clone. */
function removeRow(row) {
  const form = row.closest("form");
  if (rowsOf(row.closest("[data-roster]")).length > 1) row.remove();
  else empty(row);
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

// Finding one's way

let inHand = ""; // the card that was touched last: Safari gives neither buttons nor links the focus when they are tapped

for (const kind of ["focusin", "pointerdown"]) {
  document.addEventListener(kind, ({ target }) => { inHand = target.closest?.(".card")?.id ?? inHand; });
}

document.getElementById("next-open")?.addEventListener("click", (event) => {
  event.preventDefault();
  const next = nextOpen();
  if (!next) return document.getElementById("submit").querySelector("button").focus();
  next.scrollIntoView({ block: "start" });
  next.setAttribute("tabindex", "-1");
  next.focus({ preventScroll: true });
});

/** The first open card after the one in hand, from the top again when there is none. */
function nextOpen() {
  const cards = [...document.querySelectorAll(".card")];
  const open = cards.filter(isOpen);
  const here = document.getElementById(inHand);
  const after = open.find((card) => here && here.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING);
  return after ?? open[0];
}

const links = new Map([...document.querySelectorAll(".rail a")].map((link) => [link.hash.slice(1), link]));
const watcher = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(entry.target.id)?.setAttribute("aria-current", "true");
    }
  },
  { rootMargin: "-30% 0px -69% 0px" },
);
for (const part of document.querySelectorAll(".part, .visits, .signatures")) watcher.observe(part);
