// A sheet that several inspectors have: who else is at which item, and what was saved since it was opened.
// One small request when somebody goes to another item, and one in 20 seconds; less and less often where none is
// answered, and none while the page is hidden or there is no network.

import { written } from "./form.js";
import { changes, onState, user } from "./outbox.js";

const BEAT = 20_000;
const SOON = 1200; // after moving to another item or saving one
const AWAY = 60_000; // without a touch nobody is at an item
const MOST = 320_000;
const PATIENCE = 8000;

const sheet = document.querySelector("[data-since]");
const at = `/inspections/${sheet.dataset.inspection}`;
const busy = new Set(); // the cards with changes that are not saved
const newer = new Map(); // card → { version, words }
let here = []; // [{ entry, words }]
let { since } = sheet.dataset;
let entry = "";
let touched = 0;
let delay = BEAT;
let timer = 0;
let asking = false;

for (const kind of ["focusin", "pointerdown", "input"]) document.addEventListener(kind, notice, true);

function notice({ target }) {
  const key = target instanceof Element ? target.closest(".card")?.id.slice("card-".length) : "";
  if (!key) return;
  touched = Date.now();
  if (key === entry) return;
  entry = key;
  if (delay === BEAT) beatIn(SOON);
}

function beatIn(wait) {
  clearTimeout(timer);
  timer = setTimeout(beat, wait);
}

async function beat() {
  if (asking || document.hidden || !navigator.onLine) return;
  asking = true;
  if (Date.now() - touched > AWAY) entry = "";
  const said = await ask().catch(() => ({}));
  asking = false;
  if (said.refused) return;
  delay = said.at ? BEAT : Math.min(delay * 2, MOST);
  if (said.at) take(said);
  beatIn(delay);
}

/** The server's answer; {} while there is none, refused when the sheet is no longer this person's to fill. */
async function ask() {
  const stop = new AbortController();
  const patience = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const headers = { "HX-Request": "true", "Save-User": String(user) };
    const body = new URLSearchParams({ entry, since });
    const answer = await fetch(`${at}/presence`, { method: "POST", headers, body, signal: stop.signal });
    if (answer.ok) return await answer.json();
    return { refused: answer.status < 500 && answer.status !== 429 };
  } finally {
    clearTimeout(patience);
  }
}

function take(said) {
  since = said.at;
  here = said.here;
  for (const one of said.newer) newer.set(`card-${one.entry}`, one);
  show();
}

const shownVersion = (card) => Number(card.querySelector(".live [name=version]")?.value ?? Infinity);

/** One line at each card that somebody else is at or has changed; it goes when that is over. */
function show() {
  for (const [id, { version }] of newer) {
    const card = document.getElementById(id);
    if (!card || shownVersion(card) >= version) newer.delete(id);
  }
  const words = new Map(here.map((one) => [`card-${one.entry}`, one.words]));
  for (const line of document.querySelectorAll(".others"))
    if (!words.has(line.parentElement.id) && !newer.has(line.parentElement.id)) line.remove();
  for (const id of new Set([...words.keys(), ...newer.keys()])) showAt(document.getElementById(id), words.get(id), newer.get(id));
}

function showAt(card, present, change) {
  if (!card) return;
  const free = change && !busy.has(card.id);
  const advice = change && !free ? "您填的还没有保存，保存时请您选用一份" : "";
  const words = [change?.words, advice, present].filter(Boolean).join("；");
  const line = card.querySelector(":scope > .others") ?? made(card);
  if (line.firstChild.textContent !== words) line.firstChild.textContent = words;
  line.lastChild.hidden = !free;
}

function made(card) {
  const line = document.createElement("div");
  line.className = "others small";
  const words = document.createElement("span");
  words.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = "刷新这一项";
  button.addEventListener("click", () => refresh(card.id));
  line.append(words, button);
  card.querySelector(".card-head").after(line);
  return line;
}

/** Takes the card as it is stored, unless something was entered meanwhile; who came by keyboard goes on from its title. */
async function refresh(id) {
  const answer = await fetch(`${at}/cards/${id.slice("card-".length)}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const html = await answer.text();
  await written();
  const card = document.getElementById(id);
  if (!card || (await changes()).some(({ lane }) => isAnswerAt(lane, id))) return;
  htmx.swap(card, html, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 }, {});
  const title = document.getElementById(id)?.querySelector("h3");
  if (!title) return;
  title.tabIndex = -1;
  title.focus();
  show();
}

const isAnswerAt = (lane, id) => lane === `${sheet.dataset.inspection}/answer/${id.slice("card-".length)}`;

onState(({ changes: all }) => {
  const before = [...busy].join();
  busy.clear();
  for (const { lane, inspection } of all)
    if (inspection === sheet.dataset.inspection && lane.includes("/answer/")) busy.add(`card-${lane.split("/").at(-1)}`);
  if ([...busy].join() !== before) show();
});

document.addEventListener("outbox:settled", ({ detail }) => {
  if (detail.change.inspection !== sheet.dataset.inspection) return;
  show();
  if (delay === BEAT) beatIn(SOON);
});

function again() {
  delay = BEAT;
  beatIn(SOON);
}

window.addEventListener("online", again);
document.addEventListener("visibilitychange", () => document.hidden || again());
beatIn(SOON);
