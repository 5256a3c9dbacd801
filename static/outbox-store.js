// Where the outbox keeps its changes: an IndexedDB database, and the page's memory where the browser refuses one.
// Every function that changes something is one transaction; what a rule needs to know it reads inside it. What is in
// memory only moves into the database as soon as that takes it.

import { openDB } from "./vendor/idb.js";

const NAME = "inspect-outbox";
const VERSION = 1;
const PATIENCE = 10_000; // a database that does not open by then is taken for refused
const WAITS = [100, 400, 1500]; // ms after each refusal
const REMEMBERED = 14 * 24 * 3600 * 1000;

// The ids are kept in the database, which goes on counting from there: later than all of it, other than another tab's.
const memory = { changes: new Map(), acknowledged: new Map(), next: Date.now() * 1000 + Math.floor(Math.random() * 1000) };
let refused = "";
let turn = Promise.resolve(); // whatever is done in memory, one after the other
let opening = open();

/** Why changes are in the page's memory only ("" while they are not): quota or unavailable. */
export const refusal = () => refused;

async function open() {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("the database does not open")));
  try {
    return await Promise.race([persistently(), late]);
  } catch {
    refused = "unavailable";
    return null;
  }
}

/** Firefox refuses a database (UnknownError) while something else holds its files: a moment later it may open. */
async function persistently() {
  for (const wait of WAITS) {
    try {
      return await openDB(NAME, VERSION, { upgrade, blocking: giveWay, terminated: reopen });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  throw new Error("the database does not open");
}

function upgrade(db) {
  db.createObjectStore("changes", { keyPath: "id", autoIncrement: true }).createIndex("user", "user");
  db.createObjectStore("acknowledged", { keyPath: ["user", "lane"] }).createIndex("user", "user");
  db.createObjectStore("leases");
}

/** A newer program wants to change the tables: this page goes on in memory. */
function giveWay(_, __, event) {
  event.target.close();
  refused = "unavailable";
  opening = Promise.resolve(null);
}

function reopen() {
  opening = open();
}

/** The database, or null where there is none; for the lease, which needs no memory of its own. */
export const database = () => opening;

function stored(tx) {
  const changes = tx.objectStore("changes");
  const acknowledged = tx.objectStore("acknowledged");
  return {
    all: (user) => changes.index("user").getAll(user),
    get: (id) => changes.get(id),
    put: (change) => changes.put(change),
    insert: (change) => changes.add(change), // where another tab has the id it stays in memory
    delete: (id) => changes.delete(id),
    acknowledged: (user, lane) => acknowledged.get([user, lane]),
    acknowledge: (row) => acknowledged.put(row),
    forget: (user, lane) => acknowledged.delete([user, lane]),
  };
}

const remembered = {
  all: async (user) => [...memory.changes.values()].filter((change) => change.user === user),
  get: async (id) => memory.changes.get(id),
  put: async (change) => {
    change.id ??= memory.next++;
    memory.changes.set(change.id, change);
    return change.id;
  },
  delete: async (id) => memory.changes.delete(id),
  acknowledged: async (user, lane) => memory.acknowledged.get(`${user} ${lane}`),
  acknowledge: async (row) => memory.acknowledged.set(`${row.user} ${row.lane}`, row),
  forget: async (user, lane) => memory.acknowledged.delete(`${user} ${lane}`),
};

const inTurn = (work) => (turn = turn.then(work, work));

/** What `work` makes of the rows where this change is or will be, all or nothing. */
async function within(id, work, durability = "relaxed") {
  const db = await opening;
  const isStored = () => db && !memory.changes.has(id);
  if (isStored()) return inDatabase(db, work, durability);
  return inTurn(() => (isStored() ? inDatabase(db, work, durability) : work(remembered)));
}

async function inDatabase(db, work, durability) {
  const tx = db.transaction(["changes", "acknowledged"], "readwrite", { durability });
  tx.done.catch(() => {}); // told by the await below, or by `work` itself
  try {
    const result = await work(stored(tx));
    await tx.done;
    return result;
  } catch (error) {
    try { tx.abort(); } catch { /* it has ended already */ }
    throw error;
  }
}

/** The user's changes in the order in which they were made. */
export async function changesOf(user) {
  const db = await opening;
  const here = await remembered.all(user); // before the others: what moves meanwhile is among both, not in neither
  const kept = db ? await db.getAllFromIndex("changes", "user", user).catch(() => []) : [];
  return [...kept, ...here.filter((change) => !kept.some(({ id }) => id === change.id))];
}

export const inMemory = (change) => memory.changes.has(change.id);
export const hasMemory = () => memory.changes.size > 0;

/** Moves what is in memory only into the database if there is room again; resolves to whether it did. */
export async function moveIn() {
  const db = await opening;
  return db && memory.changes.size + memory.acknowledged.size ? inTurn(() => move(db)) : false;
}

async function move(db) {
  try {
    await inDatabase(db, async (rows) => {
      for (const change of memory.changes.values()) await rows.insert(change);
      for (const row of memory.acknowledged.values()) await rows.acknowledge(row);
    }, "strict");
  } catch {
    return false;
  }
  memory.changes.clear();
  memory.acknowledged.clear();
  refused = "";
  return true;
}

/** Adds the change behind the others of its lane and returns it with its id; what it supersedes goes. */
export async function add(change) {
  if (!hasMemory() && (await opening)) {
    try {
      return await twice(() => within(0, (rows) => addTo(rows, change), "strict"));
    } catch (error) {
      refused = error?.name === "QuotaExceededError" ? "quota" : "unavailable";
    }
  }
  return inTurn(() => addInMemory(change));
}

async function addInMemory(change) {
  const others = (await changesOf(change.user)).filter((one) => !inMemory(one) && one.lane === change.lane);
  return addTo(remembered, { ...change, follows: others.at(-1)?.id ?? change.follows });
}

/** Safari may lose its database while the tablet sleeps, and learn of it only now: opened anew, it is there again. */
async function twice(work) {
  try {
    return await work();
  } catch (error) {
    if (error?.name === "QuotaExceededError") throw error;
    (await opening)?.close();
    reopen();
    if (!(await opening)) throw error;
    return work();
  }
}

async function addTo(rows, change) {
  const lane = (await rows.all(change.user)).filter((one) => one.lane === change.lane);
  const gone = lane.filter((one) => isReplacedBy(one, change));
  for (const one of gone) await rows.delete(one.id);
  const before = lane.filter((one) => !gone.includes(one)).at(-1)?.id;
  const row = { ...change, follows: before ?? gone.at(-1)?.follows ?? change.follows ?? null };
  row.id = await rows.put(row);
  return row;
}

/** Never sent from this very page, or answered with messages: nothing on the server, all of it in the newer one. */
function isReplacedBy(old, change) {
  if (change.resolves) return true;
  if (!change.replaces) return false;
  if (old.state === "held") return old.verdict.state === "invalid";
  return !old.sent && old.page === change.page;
}

/** The change as it goes out, from now on word for word the same; null when it is gone or held. */
export async function begin(id) {
  let change = null;
  await within(id, async (rows) => {
    const row = await rows.get(id);
    if (row?.state !== "waiting") return;
    change = row;
    if (row.sent) return;
    row.version = versionAfter(row, await rows.acknowledged(row.user, row.lane));
    row.sent = true;
    await rows.put(row);
  }).catch(() => {}); // no room to note it: out it goes all the same
  return change;
}

/** The version on screen, or the one that the change before it in the lane was acknowledged with. */
function versionAfter({ version, follows }, before) {
  return version !== null && before?.id === follows ? Math.max(version, before.version) : version;
}

/** Acknowledged: out of the box, its content remembered for a while if there is room for it. */
export async function finish(change, version) {
  const { id, user, lane, kind, inspection } = change;
  const fields = change.fields.filter(([, value]) => typeof value === "string");
  const row = { user, lane, id, kind, inspection, version, fields, at: Date.now() };
  return within(id, async (rows) => {
    await (change.yields ? rows.forget(user, lane) : rows.acknowledge(row));
    await rows.delete(id);
  }).catch(() => discard(id));
}

async function edit(id, work) {
  return within(id, async (rows) => {
    const change = await rows.get(id);
    if (change) await rows.put(work(change));
  });
}

/** Not taken, and a person must see to it. */
export const hold = (id, verdict) => edit(id, (change) => ({ ...change, state: "held", verdict }));

/** To be sent again as it is. */
export const release = (id) => edit(id, (change) => ({ ...change, state: "waiting", verdict: null, due: 0 }));

/** Out of the box because a person said so. */
export const discard = (id) => within(id, (rows) => rows.delete(id));

/** The same of what nobody has begun to send; resolves to whether it was so. */
export async function discardUnsent(id) {
  let isUnsent = false;
  await within(id, async (rows) => {
    const change = await rows.get(id);
    isUnsent = change !== undefined && (!change.sent || change.state === "held");
    if (isUnsent) await rows.delete(id);
  });
  return isUnsent;
}

/**
 * Takes the content out of what was acknowledged of others than this user, of everybody for null: their stored pages,
 * over which it would be laid, go as well. The versions stay, for changes that still wait go by them.
 */
export async function forgetContents(user) {
  for (const row of memory.acknowledged.values()) if (row.user !== user) row.fields = null;
  const db = await opening;
  if (!db) return;
  const tx = db.transaction("acknowledged", "readwrite");
  tx.done.catch(() => {});
  for (let cursor = await tx.store.openCursor(); cursor; cursor = await cursor.continue())
    if (cursor.value.user !== user && cursor.value.fields) await cursor.update({ ...cursor.value, fields: null });
}

/** What was acknowledged of this user lately and is still known; what is older than a fortnight goes. */
export async function recentOf(user) {
  const db = await opening;
  const rows = db ? await db.getAllFromIndex("acknowledged", "user", user).catch(() => []) : [];
  const old = rows.filter((row) => Date.now() - row.at > REMEMBERED);
  for (const row of old) await db.delete("acknowledged", [row.user, row.lane]);
  const here = [...memory.acknowledged.values()].filter((row) => row.user === user);
  return [...rows.filter((row) => !old.includes(row)), ...here].filter((row) => row.fields);
}
