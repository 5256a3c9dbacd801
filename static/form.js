// Saving the tablet form. htmx sends each card's form; this file gives every change its id, keeps what could not be
// sent and sends it again, and always says whether everything is stored.

import { newId } from "./ids.js";

const RETRY_FIRST = 1000;
const RETRY_MOST = 30000;
const REST = { input: 600, change: 250 }; // how long after an event of that kind what has been entered is sent

const UNANSWERED = new Set([0, 408, 429, 502, 503, 504]); // the save may have been stored all the same

const saves = new Map(); // form → what is known about its saving
const sign = document.getElementById("save-state");
let savedAt = "";

/** dirty: changed since the last send. unsure: a send whose answer never came, word for word. */
function saveOf(form) {
  if (!saves.has(form)) saves.set(form, { dirty: false, sending: null, unsure: null, tries: 0, trouble: "", timer: 0, soon: 0 });
  return saves.get(form);
}

const formOf = (target) => (target instanceof Element ? target.closest("form.answer") : null);
const isOpenConflict = (form) => form.querySelector('[data-state="conflict"]') !== null; // htmx sets classes later
const isPending = (save) => save.dirty || save.sending !== null || save.unsure !== null;

for (const kind of Object.keys(REST)) {
  document.addEventListener(kind, (event) => {
    const form = formOf(event.target);
    if (!form) return;
    const save = saveOf(form);
    save.dirty = true;
    clearTimeout(save.soon);
    save.soon = setTimeout(() => retry(form), REST[kind]);
    show();
  }, true);
}

document.addEventListener("htmx:configRequest", (event) => {
  const form = event.detail.elt;
  if (!form.matches("form.answer")) return;
  const save = saveOf(form);
  const chosen = event.detail.triggeringEvent instanceof SubmitEvent; // ours, made by `retry`, is none
  if (isOpenConflict(form) && !chosen) return event.preventDefault();
  if (save.unsure && !chosen) return replace(event.detail.formData, (save.sending = save.unsure));
  if (!save.dirty && !chosen) return event.preventDefault();
  event.detail.formData.set("save_id", newId());
  clearTimeout(save.soon);
  save.dirty = false;
  save.unsure = null;
  save.sending = [...event.detail.formData.entries()];
  show();
});

function replace(data, entries) {
  for (const key of new Set([...data.keys()])) data.delete(key);
  for (const [key, value] of entries) data.append(key, value);
  show();
}

// A page instead of a fragment means that the session has ended: it must not be put into the card.
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig?.elt;
  if (!form?.matches("form.answer") || !isForeign(event.detail.xhr)) return;
  event.detail.shouldSwap = false;
});

const isForeign = (xhr) => xhr.status === 200 && /^\s*<!doctype/i.test(xhr.responseText);

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.requestConfig?.elt;
  if (!form?.matches("form.answer")) return;
  const save = saveOf(form);
  const { xhr } = event.detail;
  if (UNANSWERED.has(xhr.status) || xhr.status >= 500) return keep(form, save, xhr.status);
  if (isForeign(xhr) || xhr.status === 401) return keep(form, save, 401);
  settle(form, save, xhr.status);
});

/** Not stored, or not known to be: in doubt hold the very same message, otherwise send what the form holds by then. */
function keep(form, save, status) {
  if (UNANSWERED.has(status)) save.unsure = save.sending;
  else save.dirty = true;
  save.sending = null;
  save.trouble = status === 401 ? "signed-out" : status === 0 ? "offline" : "failing";
  save.tries += 1;
  clearTimeout(save.timer);
  const delay = Math.min(RETRY_FIRST * 2 ** (save.tries - 1), RETRY_MOST);
  save.timer = setTimeout(() => retry(form), delay);
  show();
}

/** The server has answered: stored, refused with messages, or in conflict. */
function settle(form, save, status) {
  clearTimeout(save.timer);
  save.sending = save.unsure = null;
  save.tries = 0;
  save.trouble = troubleOf(form, status);
  markErrors(form);
  if (status < 300) savedAt = form.querySelector("[data-saved]")?.dataset.saved ?? savedAt;
  if (save.dirty) setTimeout(() => retry(form));
  show();
}

function troubleOf(form, status) {
  if (status < 300) return "";
  if (isOpenConflict(form)) return "conflict";
  return status === 422 ? "invalid" : "refused";
}

function retry(form) {
  if (form.isConnected) htmx.trigger(form, "submit");
}

/** Moves each message to its field and ties the two; the messages of the save before go. */
function markErrors(form) {
  for (const old of form.querySelectorAll(".field-error[id]")) old.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  for (const said of form.querySelectorAll("li[data-for]")) markError(form, said);
}

function markError(form, said) {
  const field = form.querySelector(`[name="${CSS.escape(said.dataset.for)}"]`);
  if (!field) return;
  const place = document.createElement("span");
  place.className = "field-error";
  place.id = `err-${form.closest(".card").id}-${said.dataset.for}`;
  place.textContent = said.textContent;
  (field.closest(".roster-row:not(.sample)")?.lastElementChild ?? field.closest(".segments, .stepper, .ticks") ?? field).after(place);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", place.id);
  field.closest("details")?.setAttribute("open", "");
  said.remove();
}

const WORDS = {
  "signed-out": "未保存，登录已过期",
  offline: "未保存，网络中断，正在重试",
  failing: "未保存，服务器没有应答，正在重试",
  refused: "未保存，服务器拒绝了改动，请刷新页面",
  conflict: "未保存，与他人的填报不一致，请选用一份",
  invalid: "有填错的内容，没有保存，请改正",
};

/** The one line in the foot bar: the worst of what is going on. */
function show() {
  if (!sign) return;
  for (const form of saves.keys()) if (!form.isConnected) saves.delete(form);
  const all = [...saves.values()];
  const trouble = Object.keys(WORDS).find((name) => all.some((save) => save.trouble === name));
  const state = trouble ?? (all.some(isPending) ? "saving" : savedAt ? "saved" : "idle");
  const words = WORDS[state] ?? { saving: "正在保存…", saved: `已保存 ${savedAt}`, idle: "每次改动自动保存" }[state];
  if (sign.dataset.state === state && sign.dataset.words === words) return;
  sign.dataset.state = state;
  sign.dataset.words = words;
  sign.textContent = words;
  if (state === "signed-out") sign.append(signInLink());
}

function signInLink() {
  const link = document.createElement("a");
  link.href = "/login";
  link.target = "_blank";
  link.textContent = "重新登录";
  return link;
}

function retryAll() {
  for (const [form, save] of saves) if (save.unsure || save.dirty) retry(form);
}

window.addEventListener("online", retryAll);
document.addEventListener("visibilitychange", retryAll);
window.addEventListener("focus", retryAll);

window.addEventListener("beforeunload", (event) => {
  retryAll();
  if ([...saves.values()].some((save) => isPending(save) || save.trouble)) event.preventDefault();
});

// Submitting waits until every change is stored; what cannot be stored is shown instead.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-submit]")) return;
  if (hasTrouble()) return showTrouble(event);
  if (![...saves.values()].some(isPending)) return;
  event.preventDefault();
  event.stopPropagation();
  retryAll();
  const waiting = setInterval(() => {
    if (!hasTrouble() && [...saves.values()].some(isPending)) return;
    clearInterval(waiting);
    form.requestSubmit();
  }, 100);
}, true);

const hasTrouble = () => [...saves.values()].some((save) => save.trouble);

function showTrouble(event) {
  event.preventDefault();
  event.stopPropagation();
  const [form] = [...saves].find(([, save]) => save.trouble);
  form.closest(".card").scrollIntoView({ block: "start" });
}

document.addEventListener("htmx:load", show);
document.getElementById("missing")?.focus();
show();
