// Photographs and documents at the cards: chosen, put into the outbox, shown from the tablet's own copy until the server
// has them, changed, and shown large. A photograph is known by its key from the beginning, so that it can be captioned
// and drawn on before it has been sent: changes follow it in its lane.

import { newId } from "./ids.js";
import { placeFields } from "./location.js";
import { discard, onState, put, release, takeBack } from "./outbox.js";
import { complete } from "./parts.js";
import { editPhoto } from "./photo-editor.js";
import { figureOf, layWaiting, paintedOf, progressOf, tell } from "./photo-waiting.js";
import { prepared } from "./pictures.js";

const MOST = 24 * 1024 * 1024;
const inspection = document.querySelector("[data-inspection]")?.dataset.inspection;
const laneOf = (key) => `${inspection}/photo/${key}`;
const titleOf = (element) => element.closest(".card").querySelector("h3").textContent.trim();
const now = () => new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 19); // China's wall clock
let waiting = []; // the outbox's changes that concern photographs of this sheet

document.addEventListener("change", async (event) => {
  if (event.target.matches('[data-photos] input[type="file"]')) {
    const card = event.target.closest(".card");
    const files = [...event.target.files];
    event.target.value = "";
    tell(card, "");
    const caption = event.target.form.elements.caption?.value ?? ""; // found.js knows which row it was taken for
    for (const file of files) await keep(card, file, caption).catch((error) => tell(card, `${file.name}：${error.message}`));
  }
  if (event.target.matches("[data-photo-change] textarea")) saveCaption(event.target);
});

/** Puts the file into the outbox: there it is safe. */
async function keep(card, given, caption) {
  if (!given.size) throw new Error("文件是空的，没有内容，请重拍或换一个文件");
  const { file, exif } = await prepared(given);
  if (file.size > MOST) throw new Error("文件超过24MB，请缩小或拆分后再传");
  const key = newId();
  const fields = [["entry", card.id.slice("card-".length)], ["caption", caption], ["name", given.name], ["captured_at", now()]];
  fields.push(...placeFields(), ...(exif ? [["exif", exif]] : []), ["file", file]);
  const url = `/inspections/${inspection}/photos`;
  const words = [["文件", given.name]];
  await put({ kind: "photo", title: `${titleOf(card)}：照片或材料`, inspection, lane: laneOf(key), url, save_id: key,
    pieces: `/inspections/${inspection}/uploads`, fields, words, place: `#${card.id}` });
}

/** Which photograph it is: the figure itself may have been replaced by the time that somebody has decided. */
const aboutOf = (figure) => ({ key: figure.dataset.key, title: titleOf(figure), card: figure.closest(".card").id });

/** A change of one photograph, behind whatever of it still waits. */
function change({ key, title, card }, fields, path = "", words = []) {
  const url = `/inspections/${inspection}/photos/${key}${path}`;
  return put({ kind: "photo-change", title: `${title}：照片`, inspection, lane: laneOf(key), url, fields, words, place: `#${card}` });
}

function saveCaption(field) {
  change(aboutOf(field.closest("figure")), [["caption", field.value]], "", [["照片说明", field.value]]);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-photo-change], [data-photo-delete], [data-photos]") || !inspection) return;
  event.preventDefault();
  if (form.matches("[data-photo-delete]")) remove(form.closest("figure"));
}, true);

/** What never went out is only taken out of the outbox. */
async function remove(figure) {
  const about = aboutOf(figure);
  figure.classList.add("is-leaving");
  if (await takeBack(about.key)) return;
  await change(about, [], "/delete", [["删除", "这张照片"]]);
}

document.addEventListener("click", async (event) => {
  const figure = event.target.closest("figure.photo");
  if (event.target.closest("[data-photo-edit]")) edit(figure);
  if (event.target.closest("[data-photo-again]")) {
    for (const held of waiting.filter((one) => one.lane === laneOf(figure.dataset.key))) await release(held.id);
  }
  if (event.target.closest("[data-photo-drop]")) {
    for (const held of waiting.filter((one) => one.lane === laneOf(figure.dataset.key))) await discard(held.id);
  }
  const link = event.target.closest("[data-picture]");
  if (link) {
    event.preventDefault();
    enlarge(link);
  }
});

async function edit(figure) {
  const about = aboutOf(figure);
  const wanted = await editPhoto(figure);
  if (wanted.order) await reorder(about, wanted.order);
  if (wanted.fields.length) await change(about, wanted.fields, "", [["照片", "旋转、标注或地点"]]);
  if (wanted.before !== undefined) await change(about, [["before", wanted.before]], "/pair", [["照片", "整改前后对比"]]);
}

function reorder({ card, title }, order) {
  const entry = card.slice("card-".length);
  const url = `/inspections/${inspection}/photos/order`;
  return put({ kind: "photo-change", title: `${title}：照片顺序`, inspection, lane: `${inspection}/photo-order/${entry}`,
    url, fields: [["entry", entry], ["order", order.join(",")]], replaces: true });
}

// What the server made of it

document.addEventListener("outbox:settled", ({ detail: { change: { kind, inspection: of, fields, save_id }, state, html } }) => {
  if (!kind.startsWith("photo") || of !== inspection || state !== "saved") return;
  const entry = fields.find(([name]) => name === "entry")?.[1] ?? figureOf(save_id)?.closest(".photos")?.id.slice(7);
  const made = new DOMParser().parseFromString(html, "text/html").querySelector(".photos");
  if (made) replace(made.id, html);
  else if (entry) figureOf(save_id)?.remove();
});

/** The card's photographs as the server has them; what is being typed there stays. */
function replace(id, html) {
  const old = document.getElementById(id);
  if (!old) return;
  const typing = old.contains(document.activeElement) ? document.activeElement : null;
  const kept = typing?.matches("textarea") && { id: typing.id, value: typing.value, at: typing.selectionStart };
  old.outerHTML = html;
  complete(document.getElementById(id).parentElement);
  layWaiting(waiting);
  const field = kept && document.getElementById(kept.id);
  if (!field) return;
  field.value = kept.value;
  field.focus({ preventScroll: true });
  field.setSelectionRange(kept.at, kept.at);
  field.addEventListener("blur", () => saveKept(field), { once: true });
}

/** What was typed before the field was replaced is no change of it to the browser. */
function saveKept(field) {
  if (field.isConnected && field.value !== field.defaultValue) saveCaption(field);
}

onState(({ changes }) => {
  waiting = changes.filter(({ kind, inspection: of }) => kind.startsWith("photo") && of === inspection);
  layWaiting(waiting);
});

document.addEventListener("outbox:progress", ({ detail: { id, share } }) => {
  const own = waiting.find((one) => one.id === id && one.kind === "photo");
  if (own) progressOf(own, share);
});

// Shown large

function enlarge(link) {
  const figure = link.closest("figure");
  const dialog = document.createElement("dialog");
  dialog.className = "dialog dialog-picture";
  dialog.setAttribute("aria-label", link.dataset.picture || "照片");
  const picture = Object.assign(document.createElement("img"), { src: link.href, alt: link.dataset.picture || "照片" });
  const about = document.createElement("p");
  about.className = "small";
  picture.addEventListener("error", () => showStored(figure, picture, about), { once: true });
  about.textContent = [link.dataset.picture, figure.dataset.taken, figure.dataset.where].filter(Boolean).join(" · ");
  const actions = document.createElement("div");
  actions.className = "form-actions";
  const original = Object.assign(document.createElement("a"), { className: "button", textContent: "原照片", target: "_blank" });
  original.href = `${link.pathname}/original`;
  const close = Object.assign(document.createElement("button"), { className: "button", textContent: "关闭" });
  close.addEventListener("click", () => dialog.close());
  actions.append(...(link.protocol === "blob:" ? [close] : [original, close]));
  dialog.append(picture, about, actions);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** What the server does not give: the tablet's own copy, if the sheet was put aside. */
async function showStored(figure, picture, about) {
  const canvas = await paintedOf(figure);
  if (canvas) {
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", picture.alt);
    picture.replaceWith(canvas);
  } else picture.remove();
  about.prepend(canvas ? "服务器上的照片现在取不到，这是本机存的，不带水印。" : "这张照片现在取不到，连上网络后再看。", " ");
}
