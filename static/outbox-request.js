// One change to the server and back. What comes back is a plain answer: { status, state, version, html };
// status 0 means that no answer came.

import { sendFile } from "./files.js";

const TIMEOUT = 15_000;
const NO_ANSWER = { status: 0, state: "", version: null, html: "" };

export const hasFile = (change) => change.fields.some(([, value]) => value instanceof Blob);

/** Sends the change, files with `onProgress(share)`; never throws. */
export async function request(change, onProgress) {
  try {
    return hasFile(change) ? await sendFile(change, headersOf(change), onProgress) : await post(change);
  } catch {
    return NO_ANSWER;
  }
}

export const headersOf = (change) => ({ "HX-Request": "true", "Save-User": String(change.user) });

/** The fields with what the outbox adds; the same change gives the same ones each time. */
export function* entriesOf(change) {
  yield* change.fields;
  if (change.version !== null) yield ["version", String(change.version)];
  yield ["save_id", change.save_id];
}

async function post(change) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT);
  const body = new URLSearchParams([...entriesOf(change)]);
  try {
    const answer = await fetch(change.url, { method: "POST", headers: headersOf(change), body, signal: stop.signal });
    return answerOf(answer.status, (name) => answer.headers.get(name), await answer.text());
  } finally {
    clearTimeout(timer);
  }
}

/** What counts is the server's own word: a page that some gateway puts in between has no Save-State. */
export function answerOf(status, header, html) {
  const version = header("Save-Version");
  return { status, state: header("Save-State") ?? "", version: version === null ? null : Number(version), html };
}
