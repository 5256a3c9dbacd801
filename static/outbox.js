// The outbox: every change is written down on the tablet before it is sent, and stays until the server has it.
//
//   form.js, photos.js, forms of a page …
//        │ put(change)                        ┌ outbox:state   → outbox-sign.js, waiting.js
//        ▼                                    │ outbox:settled → whoever put it, and the same page in other tabs
//   outbox.js ── outbox-store.js  IndexedDB: changes in order, what was acknowledged lately, the sender's lease
//        └────── outbox-sender.js one tab sends ── outbox-request.js ── fetch, or files.js for what holds a file
//
// put({ kind, title, inspection, lane, url, fields, … }) resolves to the change when it is in the database.
//   kind        answer | photo | visit | signature | submit | …; a submission goes after all else of its inspection,
//               a signature after the answers that were given before it
//   title       Chinese words for the page that lists what waits; unit: whose sheet, else the page's own
//   inspection  id, as text
//   lane        changes of a lane go strictly one after the other; one that is held holds its lane, and no other
//   place       where on the sheet's page it belongs: "#visits"; words: [label, text] of it, to be read and taken along
//   url, fields where it is posted, and what: [name, text | Blob]. Of a field "version" the outbox takes charge:
//               what went before in the lane decides it. It adds save_id, made once and kept over every resend;
//               a photograph is known by it, and comes with its own.
//   pieces      where the field "file" is sent in pieces before the rest is posted: see files.js
//   replaces    takes the place of this page's waiting, never sent changes of the lane, and of one that was invalid
//   resolves    takes the place of everything in the lane: a person has chosen
//   yields      it stores no answer but gives this one up for the other's
//   rest        milliseconds in which something newer may still come; then it is sent
// A change that was sent without an answer is sent again word for word before anything else of its lane. What the
// server does not take (conflict, invalid, locked, refused) is held with its verdict, shown, and never dropped
// unless a person says so: release(id), discard(id), drop(lane). Changes belong to the user who made them.
//
// What waits is counted by lanes: three changes of one answer are one matter to the person.
//
// onState(listener) hears how things stand, at once and whenever that changes: {state, waiting, sending, choices,
// trouble, refusal, savedAt, changes}, state one of
// idle | saved | waiting | sending | choices | signed-out | other-user.
// document events: outbox:settled {change, state, status, version, html}; outbox:progress {id, share};
// outbox:state, the same as onState, for who has no use for what was told before it listened.

import { newId } from "./ids.js";
import * as lease from "./outbox-lease.js";
import * as sender from "./outbox-sender.js";
import * as store from "./outbox-store.js";

const PONG = 600; // a tab that is awake has answered by then
const WAKERS = ["online", "focus", "pageshow"];

export const page = newId(); // this page, until it is loaded again
export const user = Number(document.body.dataset.user) || null;
const channel = globalThis.BroadcastChannel ? new BroadcastChannel("inspect-outbox") : null;
const unwritten = new Set(); // what this page holds that is not in the database yet
let known = []; // the changes as last read
let isRead = false;
let savedAt = 0;
let heard = true; // from the tab that holds the lease
let theirTrouble = "";

const emit = (name, detail) => document.dispatchEvent(new CustomEvent(`outbox:${name}`, { detail }));
const post = (type, more = {}) => channel?.postMessage({ type, user, ...more });
const unitHere = () => document.querySelector("[data-unit]")?.dataset.unit ?? "";

/** Writes the change down; resolves to it. */
export async function put({ fields, rest = 0, unit, save_id = newId(), replaces = false, resolves = false, yields = false, place = "", words = [], ...given }) {
  const version = fields.find(([name]) => name === "version");
  const kept = fields.filter(([name]) => name !== "version" && name !== "save_id");
  const change = {
    ...given, place, words, fields: kept, unit: unit ?? unitHere(), inspection: String(given.inspection),
    version: version ? Number(version[1]) : null, replaces, resolves, yields, user, page, save_id,
    made: Date.now(), due: Date.now() + rest, sent: false, state: "waiting", verdict: null,
  };
  unwritten.add(change);
  tell();
  try {
    return await store.add(change);
  } finally {
    unwritten.delete(change);
    changed();
    sender.wake();
  }
}

/** All changes of the person on this page, oldest first. */
export const changes = () => store.changesOf(user);

/** What was acknowledged of this person in the last fortnight, unless he logged out: {lane, id, kind, version, fields, …}. */
export const recent = () => store.recentOf(user);

export const isSending = (change) => sender.sending.has(change.id);

/** Sends a held change again as it is. */
export async function release(id) {
  await store.release(id);
  retry();
}

/** Takes a change out because a person has said so. */
export const discard = (id) => take((change) => change.id === id);

/** The same for everything of a lane. */
export const drop = (lane) => take((change) => change.lane === lane);

/** Takes out a change that no server can have, with what follows in its lane; resolves to whether it was so. */
export async function takeBack(save_id) {
  const own = (await changes()).find((change) => change.save_id === save_id);
  if (!own || !(await store.discardUnsent(own.id))) return false;
  await drop(own.lane);
  return true;
}

async function take(isMeant) {
  for (const change of (await changes()).filter(isMeant)) await store.discard(change.id);
  changed();
  sender.wake();
}

/** Tries at once whatever waits. */
export function retry() {
  sender.wake(true);
  post("wake");
}

function changed() {
  post("changed", { trouble: sender.trouble.name });
  show();
}

/** Reads how things stand and tells the page. */
export async function show() {
  known = user === null ? [] : await changes();
  isRead = true;
  tell();
}

const standing = () => ({ ...stateOf(known), changes: known });
const tell = () => emit("state", standing());

/** Modules arrive one by one on a slow network: one that comes late is told what the others heard. */
export function onState(listener) {
  document.addEventListener("outbox:state", ({ detail }) => listener(detail));
  if (isRead) queueMicrotask(() => listener(standing())); // after the module that listens has run to its end
}

function stateOf(all) {
  const held = new Set(all.filter((change) => change.state === "held").map((change) => change.lane));
  const lanes = new Set([...all, ...unwritten].map((change) => change.lane));
  const choices = held.size;
  const waiting = lanes.size - choices;
  const name = sender.trouble.name || theirTrouble || (sender.isDelayed() && "failing") || "";
  const stuck = waiting && (name === "signed-out" || name === "other-user") ? name : "";
  const going = name ? "waiting" : "sending";
  const state = stuck || (choices ? "choices" : waiting ? going : savedAt ? "saved" : "idle");
  const refusal = store.hasMemory() || store.refusal() === "unavailable" ? store.refusal() : "";
  return { state, waiting, sending: sender.sending.size, choices, trouble: waiting ? name : "", refusal, savedAt };
}

function hear({ changed: isChanged, progress, refused, change, answer }) {
  if (isChanged) changed();
  if (progress) emit("progress", progress);
  if (refused) ask();
  if (change) {
    const light = { ...change, fields: change.fields.filter(([, value]) => typeof value === "string") };
    post("settled", { change: light, answer });
    settled(change, answer);
  }
}

function settled(change, answer) {
  if (answer.state === "saved") savedAt = Date.now();
  theirTrouble = "";
  emit("settled", { change, ...answer });
  show();
}

/** Another tab has the lease; one that does not answer is gone or asleep. Where tabs cannot talk, it lapses. */
function ask() {
  if (!heard || !channel) return;
  heard = false;
  post("ping");
  setTimeout(async () => {
    if (!heard) await lease.seize(user).then(() => sender.wake(), () => {});
    heard = true;
  }, PONG);
}

const ANSWERS = {
  ping: () => lease.holds() && post("pong"),
  pong: () => { heard = true; },
  wake: () => sender.wake(true),
  changed: ({ trouble }) => { theirTrouble = trouble; show(); sender.wake(); },
  settled: ({ change, answer }) => settled(change, answer),
};

function wakeUp() {
  if (document.visibilityState === "visible") retry();
}

/** Resolves when every script of the page has run: what is settled earlier would find nobody who listens. */
const listening = () => new Promise((resolve) => {
  if (document.readyState === "complete") resolve();
  document.addEventListener("DOMContentLoaded", resolve, { once: true });
  window.addEventListener("load", resolve, { once: true });
});

async function begin() {
  const ready = listening();
  if (channel) channel.onmessage = ({ data }) => data.user === user && ready.then(() => ANSWERS[data.type]?.(data));
  store.forgetContents(user).catch(() => {});
  show();
  await ready;
  sender.start(user, hear);
  for (const name of WAKERS) window.addEventListener(name, wakeUp);
  document.addEventListener("visibilitychange", wakeUp);
  window.addEventListener("pagehide", lease.giveUp);
  savedAt = Math.max(0, ...(await recent()).map((row) => row.at));
  retry(); // whoever waits for a session has one now
  show();
}

document.addEventListener("submit", ({ target }) => {
  if (target.matches("form.band-person")) store.forgetContents(null).catch(() => {}); // who logs out leaves no content
}, true);

// Only what is in no database would go with the page.
window.addEventListener("beforeunload", (event) => {
  if (!unwritten.size && !store.hasMemory()) return;
  event.preventDefault();
  event.returnValue = "ask"; // Chromium before 119 asks for nothing else
});

if (user !== null) begin();
