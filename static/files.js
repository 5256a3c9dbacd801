// Sending a change that holds a file.

import { answerOf, entriesOf } from "./outbox-request.js";

const STALLED = 30_000; // as long as bytes go out there is no hurry

/** Resolves to the answer, like every change's; rejects when none comes. `onProgress` hears shares of 1. */
export function sendFile(change, headers, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer = setTimeout(() => request.abort(), STALLED);
    request.open("POST", change.url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), STALLED);
      onProgress(event.loaded / event.total);
    };
    request.onload = () =>
      resolve(answerOf(request.status, (name) => request.getResponseHeader(name), request.responseText));
    request.onerror = request.onabort = reject;
    request.onloadend = () => clearTimeout(timer);
    const data = new FormData();
    for (const [name, value] of entriesOf(change)) data.append(name, value);
    request.send(data);
  });
}
