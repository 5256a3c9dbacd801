// Signing at the end of a visit: the dialog, what is missing in it, and the signature on its way through the outbox.

import { written } from "./form.js";
import { changes, put } from "./outbox.js";
import { drawn, padOf, undo, wipe } from "./pad.js";

const panel = document.getElementById("signatures");
const inspection = document.querySelector("[data-inspection]")?.dataset.inspection;

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-sign]");
  if (opener) open(document.getElementById(opener.dataset.sign));
  const form = event.target.closest("[data-signature]");
  if (event.target.closest("[data-undo]")) undo(padOf(form));
  if (event.target.closest("[data-wipe]")) wipe(padOf(form));
});

// A stroke that ends beside the field is no tap on the backdrop, which would close the dialog.
document.addEventListener("click", (event) => {
  if (event.target.matches(".dialog-sign")) event.stopPropagation();
}, true);

function open(dialog) {
  const figures = document.getElementById("figures");
  dialog.querySelector("[data-figures]").replaceChildren(...[...figures.cloneNode(true).childNodes]);
  dialog.showModal();
  const form = dialog.querySelector("form");
  padOf(form);
  showParts(form);
}

// What is being put right is no longer complained about.
for (const kind of ["input", "pointerdown"]) {
  document.addEventListener(kind, (event) => {
    const field = event.target.closest("dialog [data-signature] .field");
    if (!field) return;
    field.querySelector(".field-error").textContent = "";
    event.target.removeAttribute("aria-invalid");
  });
}

/** An objection needs its reason; who confirms face to face needs no pad. */
function showParts(form) {
  const reason = form.querySelector("[data-reason]");
  if (reason) reason.hidden = form.elements.opinion.value !== "object";
  form.querySelector(".pad-place").classList.toggle("is-off", form.elements.in_person.checked);
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-signature]");
  if (form) showParts(form);
});

// Capture: app.js must not take a form that stays on the page for one that is sent.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-signature]") || !form.closest("dialog")) return;
  event.preventDefault();
  form.elements.drawing.value = form.elements.in_person.checked ? "" : drawn(padOf(form));
  if (tell(form, missing(form)) || form.dataset.busy) return;
  form.dataset.busy = "yes";
  await send(form).finally(() => delete form.dataset.busy);
  form.closest("dialog").close();
  form.reset();
  wipe(padOf(form));
}, true);

/** What the server would refuse, said before the representative has gone: messages by the ending of their place. */
function missing(form) {
  const { name, position, opinion, reason, signed_on: day, drawing, in_person: confirmed } = form.elements;
  const unit = form.elements.party.value === "unit";
  return {
    opinion: unit && !opinion.value ? "请选择单位意见：同意或有异议" : "",
    reason: unit && opinion.value === "object" && !reason.value.trim() ? "有异议的，请写明理由" : "",
    name: name.value.trim() ? "" : "请填写姓名",
    position: unit && !position.value.trim() ? "请填写单位代表的职务" : "",
    day: day.value ? "" : "请填写签字日期",
    drawing: drawing.value || confirmed.checked ? "" : "请手写签名，或者勾选“已当面确认”",
  };
}

/** Puts each message to its field; true when there is one. */
function tell(form, messages) {
  const id = form.closest("dialog").id;
  let first = null;
  for (const [name, words] of Object.entries(messages)) {
    const place = document.getElementById(`err-${id}-${name}`);
    if (!place) continue;
    place.textContent = words;
    const field = document.getElementById(`${id}-${name}`);
    field?.toggleAttribute("aria-invalid", Boolean(words));
    if (words) first ??= field ?? place;
  }
  first?.scrollIntoView({ block: "center" });
  first?.focus?.();
  return first !== null;
}

async function send(form) {
  await written();
  const data = new FormData(form);
  data.set("seen", JSON.stringify(await seen()));
  const [party, name] = [data.get("party"), data.get("name").trim()];
  const title = `${form.closest("dialog").querySelector("h2").textContent}（${name}）`;
  const url = panel.dataset.url;
  await put({ kind: "signature", title, inspection, lane: `${inspection}/signature/${party}/${name}`, url, fields: [...data] });
}

/** What this page shows of each entry: the version of the answer, or the save id of the change that waits for it. */
async function seen() {
  const waiting = await changes(); // before the versions: what is acknowledged meanwhile shows its new one
  const marks = {};
  for (const field of document.querySelectorAll('.answer .live [name="version"]'))
    marks[field.closest(".card").id.slice("card-".length)] = Number(field.value);
  for (const change of waiting)
    if (change.kind === "answer" && change.inspection === inspection) marks[change.lane.split("/").at(-1)] = change.save_id;
  return marks;
}
