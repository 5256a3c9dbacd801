// The tablet form: what is entered goes to the outbox at once, what the server makes of it comes back to the card.

import { enterAgain } from "./early.js";
import { markErrors } from "./field-errors.js";
import { grouped } from "./grouped.js";
import { htmxIsHere } from "./htmx-arrival.js";
import { changes, onState, page, put, recent, release } from "./outbox.js";
import { readable } from "./readable.js";
import { lay, mark } from "./overlay.js";

const REST = { input: 600, change: 250 }; // how long after an event of that kind something newer may still come

const SHOWN = new Set(["saved", "conflict", "invalid"]);
const REOPENED = new Set(["locked", "refused"]);

const inspection = document.querySelector("[data-inspection]")?.dataset.inspection;
const saves = new WeakMap(); // form → how far its changes are written down
const writing = new Set();

/** due: something has been entered that is not handed over. follows: the change that the form shows; held: its content. */
function saveOf(form) {
  if (!saves.has(form)) saves.set(form, { due: false, rest: 0, follows: null, held: "", done: Promise.resolve() });
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

/** After what went before, even if that has failed. */
function then(save, work) {
  save.done = save.done.then(work, work);
  writing.add(save.done);
  const { done } = save;
  done.finally(() => writing.delete(done));
}

async function write(form, save, how, submitter = null) {
  save.due = false;
  const fields = fieldsOf(form, submitter);
  if (how.replaces && contentOf(fields) === save.held) return; // a field's change event says again what its input said
  save.held = contentOf(fields);
  const title = form.closest(".card").querySelector("h3").textContent.trim();
  const url = `/inspections/${inspection}/answers/${keyOf(form)}`;
  const given = { kind: "answer", title, inspection, lane: laneOf(form), url, follows: save.follows };
  const shown = { place: `#card-${keyOf(form)}`, words: readable(form) };
  const change = await put({ ...given, ...shown, fields, ...how });
  save.follows = change.id;
}

/** With a version always: none is on screen while two answers are. */
function fieldsOf(form, submitter) {
  const fields = [...new FormData(form)].filter(([name]) => name !== "save_id");
  if (submitter?.name) fields.push([submitter.name, submitter.value]);
  return fields.some(([name]) => name === "version") ? fields : [...fields, ["version", "0"]];
}

const contentOf = (fields) => JSON.stringify(fields.filter(([name]) => name !== "version"));

/** Resolves when everything entered is in the outbox. */
export const written = () => Promise.all([...writing]);

// A card's own buttons: of two answers this one, or the other's, which the button's own address is for.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form.answer")) return;
  event.preventDefault();
  const save = saveOf(form);
  const { submitter } = event;
  save.due = false;
  const url = submitter?.getAttribute("formaction");
  then(save, () => write(form, save, { resolves: true, ...(url && { url, yields: true }) }, submitter));
}, true);

document.addEventListener("outbox:settled", ({ detail }) => {
  const { change } = detail;
  const form = isAnswerHere(change) && cardOf(change.lane)?.querySelector("form.answer");
  if (!form) return;
  if (change.page !== page && !change.yields && !saveOf(form).due) follow(form, change);
  show(form, detail);
});

function follow(form, change) {
  lay(form, change.fields);
  Object.assign(saveOf(form), { follows: change.id, held: contentOf(change.fields) });
}

/** The card's live part as the server has answered, or all of the card; of a sheet closed meanwhile there are words only. */
async function show(form, { state, html }) {
  if (!SHOWN.has(state) || !/class="live[ "]/.test(html)) return;
  await htmxIsHere;
  const card = form.closest(".card");
  const place = html.includes(`id="${card.id}"`) ? card : form.querySelector(".live");
  htmx.swap(place, html, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 }, { contextElement: card });
  markErrors(form);
}

onState(({ changes }) => {
  const cards = grouped(changes.filter(isAnswerHere), (change) => cardOf(change.lane));
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
  if (waiting.at(-1).yields) return; // to what the page shows
  follow(form, waiting.at(-1));
  const held = waiting.find((change) => change.state === "held");
  if (!held) return;
  if (REOPENED.has(held.verdict.state)) release(held.id); // this page can be filled in: returned, or assigned again
  else show(form, held.verdict);
}

if (inspection) layAll().finally(enterAgain);
document.getElementById("missing")?.focus();
