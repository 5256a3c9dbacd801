// Photographs: made smaller on the tablet, sent with progress, shown large on a tap.

import { newId } from "./ids.js";
import { complete } from "./parts.js";

const LONGEST_EDGE = 2048;
const QUALITY = 0.82;

document.addEventListener("change", async (event) => {
  if (!event.target.matches('[data-photos] input[type="file"]')) return;
  const place = `#${event.target.closest(".photos").id}`;
  const files = [...event.target.files];
  event.target.value = "";
  for (const file of files) await upload(place, await reduced(file), newId());
});

/** Sends one picture; `id` stays the same when it is sent again. The panel that answers replaces the old one. */
async function upload(place, picture, id) {
  const form = document.querySelector(`${place} [data-photos]`);
  const panel = progressPanel(form);
  const data = new FormData(form);
  data.set("save_id", id);
  data.set("file", picture, "photo.jpg");
  try {
    const html = await send(form.action, data, panel);
    document.querySelector(place).outerHTML = html;
    const photos = document.querySelector(place);
    complete(photos.parentElement);
    htmx.process(photos);
  } catch (error) {
    panel.remove();
    complain(form, error.message, () => upload(place, picture, id));
  }
}

/** The picture as a JPEG within the longest edge, the right way up; as it is when this browser cannot read it. */
async function reduced(file) {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  const scale = Math.min(1, LONGEST_EDGE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), "image/jpeg", QUALITY));
}

function send(url, data, panel) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("HX-Request", "true");
    request.upload.onprogress = (event) => panel.show(event.loaded / event.total);
    request.onload = () => (isPanel(request) ? resolve(request.responseText) : reject(new Error(refusal(request))));
    request.onerror = request.ontimeout = () => reject(new Error("照片没有传上去：网络中断。"));
    request.send(data);
  });
}

// A refused picture comes back as the same panel with its reason.
const isPanel = ({ status, responseText }) =>
  (status < 300 || status === 422) && !/^\s*<!doctype/i.test(responseText);

function refusal({ status }) {
  if (status === 413) return "照片没有传上去：文件太大。";
  return status === 200 || status === 401 ? "照片没有传上去：登录已过期，请重新登录。" : "照片没有传上去，请重试。";
}

function progressPanel(form) {
  form.querySelector(".photo-failed")?.remove();
  const panel = document.createElement("p");
  panel.className = "photo-progress small";
  panel.setAttribute("role", "status");
  const bar = document.createElement("progress");
  bar.max = 100;
  panel.append("正在上传照片…", bar);
  form.append(panel);
  panel.show = (share) => { bar.value = Math.round(share * 100); };
  return panel;
}

function complain(form, words, again) {
  const line = document.createElement("p");
  line.className = "field-error photo-failed";
  line.setAttribute("role", "alert");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = "重试";
  button.addEventListener("click", again, { once: true });
  line.append(words, button);
  form.append(line);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-picture]");
  if (!link) return;
  event.preventDefault();
  const dialog = document.createElement("dialog");
  dialog.className = "dialog dialog-picture";
  const picture = document.createElement("img");
  picture.src = link.href;
  picture.alt = link.dataset.picture || "照片";
  const close = document.createElement("button");
  close.className = "button";
  close.textContent = "关闭";
  close.addEventListener("click", () => dialog.close());
  dialog.append(picture, link.dataset.picture, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
});
