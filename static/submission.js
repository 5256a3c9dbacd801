// Submitting a sheet: it goes to the outbox like everything else and leaves it last.

import { written } from "./form.js";
import { changes, drop, put, recent } from "./outbox.js";

const { inspection } = document.querySelector("[data-inspection]")?.dataset ?? {};
const isHere = (change) => change.kind === "submit" && change.inspection === inspection;
const TOLD = "told"; // what the next page says first

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-submit]")) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  await written().then(() => submit(form)).finally(() => delete form.dataset.sent);
}, true);

async function submit(form) {
  const here = (await changes()).filter((change) => change.inspection === inspection);
  const held = here.find((change) => change.state === "held" && change.kind !== "submit");
  if (held) return showHeld(held);
  if (here.some((change) => isHere(change) && change.state === "waiting")) return;
  const given = { kind: "submit", title: "提交考核单", inspection, lane: `${inspection}/submit` };
  await put({ ...given, url: form.action, fields: [...new FormData(form)], replaces: true });
}

/** What cannot be stored is shown instead of being left behind. */
function showHeld(change) {
  const place = change.place && document.querySelector(change.place);
  if (place) place.scrollIntoView({ block: "start" });
  else location.assign("/outbox");
}

document.addEventListener("outbox:settled", ({ detail: { change, state, html } }) => {
  if (!isHere(change)) return;
  if (state === "invalid") return showMissing(change, html);
  if (state !== "saved") return;
  sessionStorage.setItem(TOLD, new DOMParser().parseFromString(html, "text/html").body.textContent.trim());
  location.assign(`/inspections/${inspection}`);
});

/** The list of what is missing stands above the cards until the next one comes; with that the submission is over. */
function showMissing(change, html) {
  const list = new DOMParser().parseFromString(html, "text/html").getElementById("missing");
  document.getElementById("missing")?.remove();
  document.getElementById("head").after(list);
  list.scrollIntoView({ block: "start" });
  list.focus({ preventScroll: true });
  drop(change.lane);
}

const told = sessionStorage.getItem(TOLD);
if (told) {
  sessionStorage.removeItem(TOLD);
  const flash = document.createElement("div");
  flash.className = "flash flash-message";
  flash.append(Object.assign(document.createElement("p"), { textContent: told }));
  const flashes = document.createElement("div");
  flashes.className = "flashes";
  flashes.append(flash);
  document.querySelector(".flashes-root").append(flashes);
}

// Handed in by another tab after this page was asked for, and before anything here could hear of it.
const isMeanwhile = ({ at }) => at > performance.timeOrigin && at <= Date.now();
if (inspection && (await recent()).some((row) => isHere(row) && isMeanwhile(row))) location.reload();

for (const change of (await changes()).filter(isHere))
  if (change.verdict?.state === "invalid") showMissing(change, change.verdict.html);
