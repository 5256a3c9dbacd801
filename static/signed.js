// The signatures on the sheet, kept true: those that wait on the tablet, and what a later change does to the others.

import { changes, discard, onState, put } from "./outbox.js";

const SVG = "http://www.w3.org/2000/svg";
const CALM = 400; // several answers settle one after the other
const VOID = "签字后又有改动，请重新签字";
const panel = document.getElementById("signatures");
const inspection = document.querySelector("[data-inspection]")?.dataset.inspection;
let reading = 0;
let asked = 0;

const isOurs = (change) => change.inspection === inspection;

onState(({ changes: all }) => show(all.filter(isOurs)));

document.addEventListener("outbox:settled", ({ detail: { change, state } }) => {
  if (!isOurs(change) || state !== "saved") return;
  if (change.kind === "signature" || (change.kind === "answer" && panel.querySelector(".signature"))) readSoon();
});

function readSoon() {
  clearTimeout(reading);
  reading = setTimeout(read, CALM);
}

/** Only the lists: somebody may be signing in the dialog. */
async function read() {
  const turn = ++asked; // an older answer may come after a newer one
  const answer = await fetch(panel.dataset.url, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (turn !== asked) return;
  for (const id of ["signed", "signed-before"]) {
    const list = page.getElementById(id);
    if (list) document.getElementById(id).replaceWith(list);
  }
  show((await changes()).filter(isOurs));
}

function show(ours) {
  const list = document.getElementById("signed");
  for (const old of list.querySelectorAll("[data-waiting]")) old.remove();
  const answers = ours.filter((change) => change.kind === "answer");
  for (const one of list.querySelectorAll('[data-state="valid"]')) if (answers.length) revoke(one);
  for (const change of ours.filter(isSignature)) list.append(waiting(change, answers.some(({ id }) => id > change.id)));
  list.classList.toggle("has-waiting", list.querySelector("[data-waiting]") !== null);
}

const isSignature = (change) => change.kind === "signature" && change.fields.some(([name]) => name === "party");

/** What the server will say of it as soon as it has the change. */
function revoke(one) {
  one.dataset.state = "changed";
  const lamp = one.querySelector(".lamp");
  lamp.className = "lamp lamp-red";
  lamp.textContent = VOID;
}

function waiting(change, isVoid) {
  const values = Object.fromEntries(change.fields);
  const item = made("li", "signature");
  item.dataset.waiting = "";
  const words = made("div", "signature-words");
  const held = change.state === "held";
  const lamp = held ? `没有上传：${reasonOf(change)}` : isVoid ? VOID : "签字已存在平板上，等待上传";
  words.append(
    made("p", "", change.title),
    made("p", held || isVoid ? "lamp lamp-red" : "lamp lamp-amber", lamp),
  );
  item.append(inkOf(values), words);
  if (held) item.append(dismissal(change));
  return item;
}

const REASONS = { locked: "考核单已经不能修改", refused: "服务器不接受这个签字" };

function reasonOf({ verdict }) {
  const page = new DOMParser().parseFromString(verdict.html ?? "", "text/html");
  const said = [...page.querySelectorAll(".field-error")].map((one) => one.textContent).filter(Boolean);
  return REASONS[verdict.state] ?? (said.join("；") || "请重新签字");
}

function dismissal(change) {
  const button = made("button", "button button-quiet button-small", "去掉");
  button.type = "button";
  button.addEventListener("click", () => discard(change.id));
  return button;
}

/** The strokes as straight lines: good enough until the server draws them. */
function inkOf({ drawing, name }) {
  const box = made("div", "signature-ink");
  if (!drawing) {
    box.append(made("b", "", name));
    return box;
  }
  const strokes = JSON.parse(drawing);
  const [across, down] = [0, 1].map((axis) => strokes.flat().map((point) => point[axis]));
  const [left, top] = [Math.min(...across), Math.min(...down)];
  const [width, height] = [Math.max(...across) - left, Math.max(...down) - top];
  const pen = Math.max(3, Math.floor(width / 50), Math.floor(height / 16));
  const ink = document.createElementNS(SVG, "svg");
  ink.setAttribute("class", "ink");
  ink.setAttribute("viewBox", `${left - pen} ${top - pen} ${width + 2 * pen} ${height + 2 * pen}`);
  ink.setAttribute("role", "img");
  ink.setAttribute("aria-label", `${name}的签名`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", strokes.map((points) => `M${points.map((point) => point.join(" ")).join("L")}`).join(""));
  path.setAttribute("stroke-width", pen);
  ink.append(path);
  box.append(ink);
  return box;
}

function made(tag, look, words = "") {
  const element = document.createElement(tag);
  if (look) element.className = look;
  element.textContent = words;
  return element;
}

// Taking one back goes the same way; app.js has asked by then.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-withdraw]") || !inspection) return;
  event.preventDefault();
  const url = new URL(form.action).pathname;
  put({ kind: "signature", title: "作废签字", inspection, lane: `${inspection}${url}`, url, fields: [] });
}, true);
