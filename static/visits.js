// The visit log: entries and deletions go to the outbox, and stand in the list while they wait.

import { htmxIsHere } from "./htmx-arrival.js";
import { newId } from "./ids.js";
import { onState, put } from "./outbox.js";
import { readable } from "./readable.js";

const KINDS = new Set(["visit", "visit-delete"]);
const WAITS = { visit: "待上传", "visit-delete": "删除待上传" };

const log = () => document.getElementById("visits");
const inspection = document.querySelector("[data-inspection]")?.dataset.inspection;
const isHere = (change) => KINDS.has(change.kind) && change.inspection === inspection;

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-visit]")) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  await (form.dataset.visit === "new" ? enter(form) : strike(form));
  delete form.dataset.sent;
}, true);

/** One entry is one lane; a corrected one takes the place of the one that was refused. */
async function enter(form) {
  const fields = [...new FormData(form)];
  const lane = form.dataset.lane ?? `${inspection}/visit/${newId()}`;
  const title = `走访：${form.elements.place.value || "未写地点"}`;
  const given = { kind: "visit", title, inspection, lane, url: form.action, place: "#visits", words: readable(form) };
  await put({ ...given, fields, replaces: true });
  form.reset();
  delete form.dataset.lane;
  form.closest("details").open = false;
}

async function strike(form) {
  const number = form.dataset.visit;
  const title = `删除走访：${form.closest(".visit").querySelector("dd").textContent}`;
  const given = { kind: "visit-delete", title, inspection, lane: `${inspection}/visit-${number}`, url: form.action };
  await put({ ...given, place: "#visits", fields: [], replaces: true });
}

document.addEventListener("outbox:settled", async ({ detail: { change, state, html } }) => {
  if (!isHere(change) || (state !== "saved" && state !== "invalid") || !html.includes('id="visits"')) return;
  await htmxIsHere;
  const writing = log().querySelector("details");
  const kept = writing?.open && (state === "saved" || isBegun(writing)) ? writing : null; // the next entry, half written
  if (kept && state === "invalid") return; // the refused one waits in the list, to be corrected after this
  htmx.swap(log(), html, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 }, {});
  if (kept) log().querySelector("details")?.replaceWith(kept);
  if (state === "invalid") log().querySelector("[data-visit=new]").dataset.lane = change.lane;
});

const isBegun = (writing) =>
  [...writing.querySelectorAll("input, textarea")].some((field) => field.type !== "hidden" && field.value !== field.defaultValue);

onState(({ changes }) => {
  if (!log()) return;
  for (const old of log().querySelectorAll(".visit-waiting")) old.remove();
  const place = log().querySelector("details");
  for (const change of changes.filter(isHere)) place?.before(lineOf(change));
});

function lineOf(change) {
  const line = document.createElement("p");
  line.className = "visit visit-waiting";
  line.append(document.createElement("span"), mark(change));
  line.firstElementChild.textContent = change.title;
  return line;
}

function mark(change) {
  const held = change.state === "held";
  if (held && change.verdict.state === "invalid") return correction(change);
  const link = document.createElement("a");
  link.className = held ? "button button-small lost" : "button button-small button-quiet";
  link.href = "/outbox";
  link.textContent = held ? "没有上传，请处理" : WAITS[change.kind];
  return link;
}

/** Back into the form, as it was typed. */
function correction(change) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = "有填错的内容，改正";
  button.addEventListener("click", () => {
    const form = log().querySelector("[data-visit=new]");
    for (const [name, value] of change.fields) if (form.elements[name]) form.elements[name].value = value;
    form.dataset.lane = change.lane;
    form.closest("details").open = true;
    form.elements.place.focus();
  });
  return button;
}
