// The page shown without network: says why it is here, and lists what is stored for the person who uses this tablet.

import { ask, timeOf } from "./offline.js";

const reasons = document.documentElement.dataset;
const reason = "left" in reasons ? "left" : "posted" in reasons ? "posted" : "missing";
for (const part of document.querySelectorAll("[data-reason]")) part.hidden = part.dataset.reason !== reason;

const textOf = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

function rowOf({ path, at, title }) {
  const row = document.getElementById("stored-row").content.firstElementChild.cloneNode(true);
  const link = row.querySelector("a");
  link.href = path;
  link.textContent = textOf(title).replace(/ · [^·]*$/, "");
  row.querySelector("p").textContent = `${timeOf(at)}存`;
  return row;
}

async function showStored() {
  const rows = (await ask({ ask: "list" })) ?? [];
  document.getElementById("stored").append(...rows.map(rowOf));
  document.getElementById("stored-none").hidden = rows.length > 0;
}

if (reason !== "left" && navigator.serviceWorker?.controller) showStored();
