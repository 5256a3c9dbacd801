// The tablet form: what is entered goes to the outbox at once, what the server makes of it comes back to the card.

import { markErrors } from "./field-errors.js";
import { changes, drop, page, put, recent } from "./outbox.js";
import { readable } from "./readable.js";
import { grouped, lay, mark } from "./overlay.js";

const REST = { input: 600, change: 250 }; // how long after an event of that kind something newer may still come

const inspection = document.querySelector("[data-inspection]")?.dataset.inspection;
const saves = new WeakMap(); // form → how far its changes are written down
const writing = new Set();

/** due: something has been entered that is not handed over. follows: the change that the form shows. */
function saveOf(form) {
  if (!saves.has(form)) saves.set(form, { due: false, rest: 0, follows: null, done: Promise.resolve() });
  return saves.get(form);
}

const formOf = (target) => (target instanceof Element ? target.closest("form.answer") : null);
const cardOf = (lane) => document.getElementById(`card-${lane.split("/").at(-1)}`);
const keyOf = (form) => form.closest(".card").id.slice("card-".length);
const laneOf = (form) => `${inspection}/answer/${keyOf(form)}`;
const isAnswerHere = (change) => change.kind === "answer" && change.inspection === inspection;

for (const kind of Object.keys(REST)) {
  document.addEventListener(kind, (event) => {
    const form = formOf(event.target);
    if (form) keep(form, REST[kind]);
  }, true);
}

/** Hands over what the form holds, one at a time: what is entered meanwhile goes along with the next. */
function keep(form, rest) {
  const save = saveOf(form);
  Object.assign(save, { due: true, rest });
  then(save, () => save.due && write(form, save, { rest: save.rest, replaces: true }));
}

function then(save, work) {
  save.done = save.done.then(work);
  writing.add(save.done);
  const { done } = save;
  done.finally(() => writing.delete(done));
}

async function write(form, save, how, submitter = null) {
  save.due = false;
  const title = form.closest(".card").querySelector("h3").textContent.trim();
  const url = `/inspections/${inspection}/answers/${keyOf(form)}`;
  const fields = [...new FormData(form, submitter)];
  const version = fields.find(([name]) => name === "version") ?? ["version", "0"];
  const given = { kind: "answer", title, inspection, lane: laneOf(form), url, follows: save.follows, words: readable(form) };
  const change = await put({ ...given, fields: [version, ...fields.filter(([name]) => name !== "version")], ...how });
  save.follows = change.id;
}

/** Resolves when everything entered is in the outbox. */
export const written = () => Promise.all([...writing]);

// A card's own button: of two answers, this one.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form.answer")) return;
  event.preventDefault();
  const save = saveOf(form);
  const { submitter } = event;
  save.due = false;
  then(save, () => write(form, save, { resolves: true }, submitter));
}, true);

// The other one: the card comes anew, and only then goes what was entered here.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const form = formOf(detail.requestConfig?.elt);
  if (!form) return;
  detail.shouldSwap &&= detail.serverResponse.includes(`id="${form.closest(".card").id}"`);
  if (detail.shouldSwap) drop(laneOf(form));
});

document.addEventListener("outbox:settled", ({ detail }) => {
  const { change } = detail;
  const form = isAnswerHere(change) && cardOf(change.lane)?.querySelector("form.answer");
  if (!form) return;
  if (change.page !== page && !saveOf(form).due) follow(form, change);
  show(form, detail);
});

function follow(form, change) {
  lay(form, change.fields);
  saveOf(form).follows = change.id;
}

/** The card's live part as the server has answered. */
function show(form, { state, html }) {
  if (state !== "saved" && state !== "conflict" && state !== "invalid") return;
  const swap = { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 };
  htmx.swap(form.querySelector(".live"), html, swap, { contextElement: form });
  markErrors(form);
}

document.addEventListener("outbox:state", ({ detail }) => {
  const cards = grouped(detail.changes.filter(isAnswerHere), (change) => cardOf(change.lane));
  cards.delete(null);
  mark(cards);
});

/** On top of what the server sent: what waits, or what was acknowledged after an older page was made. */
async function layAll() {
  const waiting = grouped((await changes()).filter(isAnswerHere), (change) => change.lane);
  const stored = new Map((await recent()).filter(isAnswerHere).map((row) => [row.lane, row]));
  for (const form of document.querySelectorAll("form.answer"))
    layCard(form, waiting.get(laneOf(form)) ?? [], stored.get(laneOf(form)));
}

function layCard(form, waiting, stored) {
  const version = form.querySelector('[name="version"]');
  if (stored && version && stored.version > Number(version.value)) {
    follow(form, stored);
    version.value = stored.version;
  }
  if (!waiting.length) return;
  follow(form, waiting.at(-1));
  const held = waiting.find((change) => change.state === "held");
  if (held) show(form, held.verdict);
}

if (inspection) layAll();
document.getElementById("missing")?.focus();
