// What of the photographs has not reached the server yet, laid over the cards: new ones from the tablet's own copy, and
// what was changed of those that are there. It comes out of the outbox, so it is there again after a reload.

import { isSending } from "./outbox.js";
import { paint, readStrokes } from "./strokes.js";

const copies = new Map(); // key → address of the tablet's own copy
const WORDS = { held: "没有存入", sending: "正在上传", waiting: "待上传" };

/** The figure of the photograph with that key, be it the server's or the tablet's. */
export const figureOf = (key) => document.querySelector(`figure[data-key="${CSS.escape(key)}"]`);

const field = (change, name) => change.fields.find(([given]) => given === name)?.[1];

/** Shows everything that waits, and nothing that does not any more. */
export function layWaiting(changes) {
  const added = changes.filter((change) => change.kind === "photo" && field(change, "file"));
  const keys = new Set(added.map((change) => change.save_id));
  for (const figure of document.querySelectorAll("figure[data-waiting-photo]"))
    if (!keys.has(figure.dataset.key)) figure.remove();
  for (const [key, address] of copies) if (!keys.has(key)) forget(key, address);
  for (const change of added) layOne(change);
  const later = changes.filter((change) => change.kind === "photo-change");
  for (const figure of document.querySelectorAll("figure[data-changed]")) if (!later.some((one) => isOf(one, figure))) clear(figure);
  for (const change of later) layChange(change);
  for (const change of later.filter(({ lane }) => lane.includes("/photo-order/"))) layOrder(change);
}

const isOf = (change, figure) => change.lane.endsWith(`/photo/${figure.dataset.key}`);

function forget(key, address) {
  URL.revokeObjectURL(address);
  copies.delete(key);
}

function layOne(change) {
  const panel = document.getElementById(`photos-${field(change, "entry")}`);
  if (!panel) return;
  let figure = figureOf(change.save_id);
  if (figure && !figure.matches("[data-waiting-photo]")) return; // stored, and not acknowledged yet
  if (!figure) {
    figure = figureFor(change);
    panel.insertBefore(figure, panel.querySelector(".photo-add"));
  }
  const state = change.state === "held" ? "held" : isSending(change) ? "sending" : "waiting";
  figure.querySelector(".photo-state").textContent = WORDS[state];
  figure.querySelector("progress").hidden = state !== "sending";
  showRefusal(figure, change);
}

function figureFor(change) {
  const figure = document.getElementById("waiting-photo").content.firstElementChild.cloneNode(true);
  const file = field(change, "file");
  const name = field(change, "name");
  Object.assign(figure.dataset, { key: change.save_id, taken: "", where: "", turn: "0", drawing: "", place: "", before: "" });
  figure.querySelector("textarea").id = `caption-${change.save_id}`;
  figure.querySelector("label").htmlFor = `caption-${change.save_id}`;
  const picture = figure.querySelector("img");
  if (!file.type.startsWith("image/")) {
    picture.closest("a").replaceWith(Object.assign(document.createElement("p"), { className: "file", textContent: name }));
    figure.querySelector("[data-photo-edit]").remove();
    return figure;
  }
  copies.set(change.save_id, copies.get(change.save_id) ?? URL.createObjectURL(file));
  picture.alt = name;
  picture.src = picture.closest("a").href = copies.get(change.save_id);
  picture.addEventListener("error", () => { picture.alt = `${name}（本机不能显示这种照片，上传后可以看）`; }, { once: true });
  return figure;
}

/** The server's reason, and what can be done. */
function showRefusal(figure, change) {
  const place = figure.querySelector(".photo-refusal");
  place.hidden = change.state !== "held";
  if (place.hidden) return;
  const page = new DOMParser().parseFromString(change.verdict.html, "text/html");
  const said = page.querySelector(".field-error, .notice, .panel > p:not(.error-code), [role=alert]");
  place.querySelector("p").textContent = said?.textContent.trim() || "服务器不接受这个文件";
}

/** The order that waits: pairs stand where the first of the two does. */
function layOrder(change) {
  const panel = document.getElementById(`photos-${field(change, "entry")}`);
  const order = field(change, "order").split(",");
  const placeOf = (group) => Math.min(...[group, ...group.querySelectorAll("[data-key]")].map(({ dataset: { key } }) => {
    const at = order.indexOf(key);
    return at < 0 ? order.length : at;
  }));
  const groups = [...(panel?.querySelectorAll(":scope > figure:not([data-waiting-photo]), :scope > .photo-pair") ?? [])];
  const sorted = [...groups].sort((one, other) => placeOf(one) - placeOf(other));
  if (sorted.some((group, index) => group !== groups[index])) panel.prepend(...sorted);
}

/** What was changed and waits: over the caption and the picture. */
async function layChange(change) {
  const key = /\/photo\/([^/]+)$/.exec(change.lane)?.[1];
  const figure = key && figureOf(key);
  if (!figure || figure.dataset.changed === String(change.id)) return;
  figure.dataset.changed = change.id;
  if (!figure.matches("[data-waiting-photo]")) mark(figure);
  const caption = field(change, "caption");
  const textarea = figure.querySelector("textarea");
  if (caption !== undefined && document.activeElement !== textarea) textarea.value = caption;
  const [turn, drawing, place] = ["turn", "drawing", "place"].map((name) => field(change, name));
  if (change.url.endsWith("/delete")) figure.classList.add("is-leaving");
  const before = field(change, "before");
  if (before !== undefined) figure.dataset.before = before;
  if (place !== undefined) figure.dataset.place = place;
  if (turn !== undefined) figure.dataset.turn = turn;
  if (drawing !== undefined) figure.dataset.drawing = drawing;
  if (turn !== undefined || drawing !== undefined) await preview(figure);
}

function mark(figure) {
  if (figure.querySelector(".photo-state")) return;
  const words = Object.assign(document.createElement("span"), { className: "photo-state", textContent: "改动待上传" });
  figure.querySelector("a").after(words);
}

function clear(figure) {
  delete figure.dataset.changed;
  figure.classList.remove("is-leaving");
  if (!figure.matches("[data-waiting-photo]")) figure.querySelector(".photo-state")?.remove();
}

/** Where the picture lies without anything on it: here, or on the server. */
export function sourceOf(figure) {
  const link = figure.querySelector("[data-picture]");
  return copies.get(figure.dataset.key) ?? `${link.pathname}/original`;
}

/** The picture with what is on it, drawn on the tablet; null where its original cannot be had. */
export async function paintedOf(figure) {
  const source = Object.assign(new Image(), { src: sourceOf(figure) });
  const loaded = await source.decode().then(() => true, () => false);
  if (!loaded) return null;
  const canvas = document.createElement("canvas");
  paint(canvas, source, Number(figure.dataset.turn), readStrokes(figure.dataset.drawing));
  return canvas;
}

async function preview(figure) {
  const canvas = await paintedOf(figure);
  if (!canvas) return;
  const shown = figure.querySelector("img");
  shown.width = canvas.width;
  shown.height = canvas.height;
  canvas.toBlob((blob) => {
    if (!blob) return;
    const address = URL.createObjectURL(blob);
    shown.addEventListener("load", () => URL.revokeObjectURL(address), { once: true });
    shown.src = address;
  }, "image/jpeg", 0.8);
}

/** How much of the file has gone out. */
export function progressOf(change, share) {
  const figure = figureOf(change.save_id);
  const bar = figure?.querySelector("progress");
  if (!bar) return;
  bar.hidden = false;
  bar.value = share;
  figure.querySelector(".photo-state").textContent = `正在上传 ${Math.round(share * 100)}%`;
}

/** Why chosen files are not taken, each in a line beside the buttons; "" takes the lines away. */
export function tell(card, words) {
  if (!words) return card.querySelectorAll(".photo-failed").forEach((line) => line.remove());
  const line = Object.assign(document.createElement("p"), { className: "field-error photo-failed", textContent: words });
  line.setAttribute("role", "alert");
  const lines = card.querySelectorAll(".photo-failed"); // beside the photographs, which are replaced by every answer
  (lines[lines.length - 1] ?? card.querySelector(".photos")).after(line);
}
