// Sending a change that holds a file. One with `pieces` (an address) sends its field "file" there in pieces first, each
// acknowledged by how much is there (Upload-Offset): after a cut it goes on from where it was. Then the rest is posted
// with the file's hash instead of the file. Small files, and files of other changes, go with the rest at once.

import { answerOf, entriesOf } from "./outbox-request.js";
import { sha256 } from "./sha256.js";

const STALLED = 30_000; // as long as bytes go out there is no hurry
const PIECE = 256 * 1024;
const NOT_WHOLE = 425;

const acknowledged = new Map(); // id of a change → bytes that are there, as far as this page knows

/** Resolves to the answer, like every change's; rejects when none comes. `onProgress` hears shares of 1. */
export async function sendFile(change, headers, onProgress) {
  const file = change.fields.find(([name]) => name === "file")?.[1];
  if (!change.pieces || file.size <= PIECE) return post(change.url, headers, formOf(change), onProgress);
  const refusal = await sendPieces(change, file, headers, onProgress);
  if (refusal) return refusal;
  const data = formOf(change);
  data.delete("file");
  data.set("sha256", await sha256(await file.arrayBuffer()));
  const answer = await post(change.url, headers, data, () => {});
  if (answer.status === NOT_WHOLE || answer.state) acknowledged.delete(change.id);
  return answer;
}

function formOf(change) {
  const data = new FormData();
  for (const [name, value] of entriesOf(change)) data.append(name, value);
  return data;
}

/** Resolves to nothing when all of the file is there, or to the answer that refuses it. */
async function sendPieces(change, file, headers, onProgress) {
  const url = `${change.pieces}/${change.save_id}`;
  let offset = acknowledged.get(change.id) ?? (await ask(url, headers));
  while (offset < file.size) {
    const piece = file.slice(offset, offset + PIECE);
    const from = offset;
    const answer = await post(`${url}?offset=${from}&total=${file.size}`, headers, piece, (share) =>
      onProgress((from + share * piece.size) / file.size));
    if (answer.status !== 204 || answer.offset === null) return answer;
    offset = answer.offset;
    acknowledged.set(change.id, offset);
    onProgress(Math.min(offset / file.size, 1));
  }
}

/** How much is there; 0 when the server does not say: the first piece brings its verdict. */
async function ask(url, headers) {
  const answer = await request("GET", url, headers, null, () => {});
  return answer.status === 204 ? (answer.offset ?? 0) : 0;
}

const post = (url, headers, body, onProgress) => request("POST", url, headers, body, onProgress);

function request(method, url, headers, body, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer = setTimeout(() => request.abort(), STALLED);
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), STALLED);
      onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const header = (name) => request.getResponseHeader(name);
      const offset = header("Upload-Offset"); // some gateways answer 204 for a server that they do not reach
      resolve({ ...answerOf(request.status, header, request.responseText), offset: offset === null ? null : Number(offset) });
    };
    request.onerror = request.onabort = reject;
    request.onloadend = () => clearTimeout(timer);
    request.send(body);
  });
}
