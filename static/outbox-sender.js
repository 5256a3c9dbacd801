// Sending what the outbox holds: of each lane the oldest, small changes before files, a submission last.
// One tab sends for all; changes that are only in a page's memory are sent by that page.

import * as lease from "./outbox-lease.js";
import { hasFile, request } from "./outbox-request.js";
import { begin, changesOf, finish, hold, inMemory, moveIn } from "./outbox-store.js";

const FIRST = 1000;
const MOST = 30_000;
const RENEW = 2000;
const REST_MOST = 5000; // no change rests longer, whatever the clock has done
const HELD = new Set(["conflict", "invalid", "locked", "refused"]);
const SIGNED = new Set(["signed-out", "other-user"]);
const LATER = new Set([0, 401, 408, 425, 429]);

export const sending = new Map(); // id → share of the file that is sent
export const trouble = { name: "", tries: 0, until: 0 }; // with everything that is sent
const delays = new Map(); // id → trouble with this one alone
export const isDelayed = () => delays.size > 0;
const tried = new Map(); // id → how often by this page
const running = { small: false, file: false };
let user = null;
let tell = () => {};
const alarm = { at: Infinity, timer: 0 };

/** Sends for this user from now on; `onNews(news)` hears what happens: {changed} or {change, answer}. */
export function start(id, onNews) {
  user = id;
  tell = onNews;
  wake();
  setInterval(wake, MOST); // in case a wake-up was lost with a tab that slept
}

/** Looks at once whether there is something to send; `fresh` forgets earlier failures. */
export function wake(fresh = false) {
  if (user === null) return;
  if (fresh) forget();
  settleDown().catch(() => {});
  run("small");
  run("file");
}

/** What is in the page's memory only is written down as soon as that is possible, and nothing of it on its way. */
async function settleDown() {
  if (sending.size === 0 && (await moveIn())) tell({ changed: true });
}

function forget() {
  Object.assign(trouble, { tries: 0, until: 0 });
  delays.clear();
}

/** How long it still is; no wait is longer than MOST unless the clock was set back. */
const left = (until, now) => (until - now > MOST ? 0 : until - now);

/** Wakes in so many milliseconds, or earlier if that has been asked for; returns null. */
function wakeIn(wait) {
  const at = Date.now() + Math.max(wait, 20);
  if (at >= alarm.at) return null;
  clearTimeout(alarm.timer);
  alarm.at = at;
  alarm.timer = setTimeout(() => {
    alarm.at = Infinity;
    wake();
  }, at - Date.now());
  return null;
}

async function run(track) {
  if (running[track]) return;
  running[track] = true;
  let sent = 0;
  try {
    for (let change = await next(track); change; change = await next(track), sent++) await send(change);
  } catch {
    wakeIn(FIRST); // the database refused; it is asked again
  } finally {
    running[track] = false;
  }
  if (sent) run(track === "small" ? "file" : "small"); // which may have waited for these
}

/** The change to send now, or null after seeing to it that somebody looks again in time. */
async function next(track) {
  const now = Date.now();
  const pause = left(trouble.until, now);
  if (pause > 0) return wakeIn(pause);
  const changes = await changesOf(user);
  const leading = await isLeading(changes);
  const heads = headsOf(changes).filter((change) => (leading || inMemory(change)) && !sending.has(change.id));
  const mine = heads.filter((change) => hasFile(change) === (track === "file"));
  const due = mine.filter((change) => waitOf(change, now) <= 0);
  if (track === "file" && due.length < heads.filter((change) => waitOf(change, now) <= 0).length) return null;
  if (due.length) return due.reduce((best, change) => (isBefore(change, best) ? change : best));
  if (mine.length) wakeIn(Math.min(...mine.map((change) => waitOf(change, now))));
  return null;
}

/** What was tried less often, so that one which never gets through holds up no other; then what may be stored already. */
function isBefore(change, other) {
  const more = (tried.get(change.id) ?? 0) - (tried.get(other.id) ?? 0);
  return more === 0 ? change.sent && !other.sent : more < 0;
}

async function isLeading(changes) {
  if (changes.every(inMemory)) return false;
  if (await lease.take(user)) return true;
  tell({ refused: true });
  wakeIn(RENEW);
  return false;
}

function waitOf(change, now) {
  const rest = change.sent ? 0 : Math.min(change.due - now, REST_MOST);
  return Math.max(rest, left(delays.get(change.id)?.until ?? 0, now));
}

/**
 * The first of each lane unless it is held; a submission only when nothing else of its inspection is left. A signature
 * stands under the answers that were given before it, and goes after those that are on their way.
 */
export function headsOf(changes) {
  const lanes = new Map();
  for (const change of changes) if (!lanes.has(change.lane)) lanes.set(change.lane, change);
  const heads = [...lanes.values()].filter((change) => change.state === "waiting");
  return heads.filter((change) => !changes.some((other) => isAwaited(other, change)));
}

function isAwaited(other, change) {
  if (other.inspection !== change.inspection) return false;
  if (change.kind === "submit") return other.kind !== "submit";
  if (change.kind !== "signature" || other.kind !== "answer" || other.state !== "waiting") return false;
  return other.id < change.id && !delays.has(other.id);
}

async function send({ id }) {
  const change = await begin(id).catch(() => null);
  if (!change) return;
  sending.set(id, 0);
  tried.set(id, (tried.get(id) ?? 0) + 1);
  tell({ changed: true });
  const renewing = setInterval(() => lease.holds() && lease.take(user), RENEW);
  const answer = await request(change, (share) => {
    sending.set(id, share);
    tell({ progress: { id, share } });
  });
  clearInterval(renewing);
  try {
    await settle(change, answer);
  } finally {
    sending.delete(id);
    tell({ changed: true });
  }
}

async function settle(change, answer) {
  const state = stateOf(answer);
  if (state === "") return putOff(change, answer.status);
  if (SIGNED.has(state)) return wait(trouble, state);
  if (state === "saved") await finish(change, answer.version);
  else await hold(change.id, { ...answer, state, at: Date.now() });
  Object.assign(trouble, { name: "", tries: 0, until: 0 });
  delays.delete(change.id);
  tried.delete(change.id);
  tell({ change, answer: { ...answer, state } });
}

/** The server's verdict; "" while it is not known whether the change is stored. */
function stateOf({ status, state }) {
  if (state === "saved") return status < 300 ? "saved" : "";
  if (HELD.has(state) || SIGNED.has(state)) return state;
  return status < 400 || status >= 500 || LATER.has(status) ? "" : "refused";
}

/** No answer, or the server in trouble: everything waits; a fault with this change: its lane waits. */
function putOff(change, status) {
  if (status !== 500) return wait(trouble, status === 0 ? "offline" : "failing");
  const delay = delays.get(change.id) ?? { name: "failing", tries: 0, until: 0 };
  delays.set(change.id, delay);
  wait(delay, "failing");
}

function wait(what, name) {
  what.name = name;
  what.until = Date.now() + Math.min(FIRST * 2 ** what.tries, MOST);
  what.tries += 1;
}
