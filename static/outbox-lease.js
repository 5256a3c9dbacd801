// One tab of the browser sends. Web Locks are missing on plain HTTP: the tab that wrote its name into the
// database holds the lease; it lapses unless renewed, so a tab that was closed or frozen holds up nobody.

import { newId } from "./ids.js";
import { database } from "./outbox-store.js";

const LEASE = 6000;
const tab = newId();
let held = "";

/** Takes or renews the user's lease; false while another tab has it. Where there is no room for it every tab sends. */
export async function take(user) {
  const db = await database();
  return db ? takeIn(db, user).catch(() => true) : false;
}

async function takeIn(db, user) {
  const tx = db.transaction("leases", "readwrite");
  tx.done.catch(() => {}); // told by the awaits below; Firefox prints what nobody takes when the page goes
  const lease = await tx.store.get(user);
  const left = lease ? lease.until - Date.now() : 0;
  const free = !lease || lease.tab === tab || left <= 0 || left > LEASE; // a clock that was set back
  if (free) await tx.store.put({ tab, until: Date.now() + LEASE }, user);
  await tx.done;
  held = free ? user : "";
  return free;
}

/** Away with it, whoever holds it: he has not answered. */
export async function seize(user) {
  const db = await database();
  if (db) await db.put("leases", { tab, until: Date.now() + LEASE }, user);
}

export const holds = () => held !== "";

/** When the page goes: one request, committed at once, for there is no time to wait for anything. */
export function giveUp() {
  if (!held) return;
  const user = held;
  held = "";
  database().then((db) => {
    const tx = db.transaction("leases", "readwrite");
    tx.store.delete(user).catch(() => {});
    tx.done.catch(() => {});
    tx.commit();
  });
}
