// The page that lists what waits on this tablet, and what a person can do about each.

import { grouped } from "./grouped.js";
import { drop, isSending, onState, release, retry } from "./outbox.js";
import { hasFile } from "./outbox-request.js";
import { wordsOf } from "./outbox-sign.js";

const list = document.getElementById("outbox-list");
const empty = document.getElementById("outbox-empty");
const state = document.getElementById("outbox-state");

const VERDICTS = {
  conflict: "没有存入：与他人的填报不一致。请打开这一项，选用一份。",
  invalid: "没有存入：有填错的内容。请打开这一项改正。",
  locked: "没有存入：考核单已提交、通过或发布，现在不能修改。退回以后可以再试。",
  refused: "没有存入：服务器不接受这项改动。请把内容复制或存成文件交给负责的人，再放弃它。",
};
const BACK = new Set(["conflict", "invalid"]); // better solved at the card

document.getElementById("outbox-retry").addEventListener("click", retry);

onState((standing) => {
  state.textContent = wordsOf(standing);
  empty.hidden = standing.changes.length > 0;
  const there = new Map([...list.children].map((row) => [row.dataset.lane, row]));
  const lanes = [...grouped(standing.changes, (change) => change.lane).values()];
  const rows = lanes.map((lane) => rowOf(lane, standing, there.get(lane[0].lane)));
  if (rows.length !== list.children.length || rows.some((row, index) => row !== list.children[index]))
    list.replaceChildren(...rows);
});

document.addEventListener("outbox:progress", ({ detail: { id, share } }) => {
  const bar = list.querySelector(`[data-id="${id}"] progress`);
  if (bar) bar.value = share;
});

/** The row that is there as long as nothing about it has changed: somebody may be reading or deciding in it. */
function rowOf(lane, all, old) {
  const [first, change] = [lane[0], lane.at(-1)]; // the first decides what happens, the last says what was entered
  const words = stateOf(first, all);
  const key = `${change.id} ${first.state} ${words}`;
  if (old?.dataset.key === key) return old;
  const row = make("li", "row outbox-row");
  Object.assign(row.dataset, { id: first.id, lane: first.lane, key });
  const about = make("div", "row-about");
  about.append(make("h2", "", change.title), make("p", "muted small", [change.unit, timeOf(change.made)].filter(Boolean).join(" · ")));
  about.append(make("p", first.state === "held" ? "lost" : "", words));
  if (isSending(first) && hasFile(first)) about.append(Object.assign(make("progress"), { max: 1, value: 0, ariaLabel: "上传进度" }));
  row.append(about, contentOf(change), actionsOf(first));
  return row;
}

function stateOf(change, { trouble }) {
  if (change.state === "held" && change.kind === "submit" && change.verdict.state === "invalid")
    return `没有提交。${saidIn(change.verdict.html) || "还有没完成的项目，请打开考核单补齐后再提交"}`;
  if (change.state === "held") return [VERDICTS[change.verdict.state], saidIn(change.verdict.html)].filter(Boolean).join("");
  if (isSending(change)) return "正在上传";
  if (change.kind === "submit") return "等待：这张考核单的其他改动都存入以后才提交";
  const why = { offline: "网络中断", failing: "服务器没有应答", "signed-out": "登录已过期", "other-user": "本机现由别人登录" };
  return `待上传${why[trouble] ? `：${why[trouble]}` : ""}`;
}

/** The server's own reason, where its answer holds one. */
function saidIn(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fields = [...page.querySelectorAll("li[data-for], .field .field-error")];
  const said = fields.length ? fields : [page.querySelector(".notice, .panel > p:not(.error-code), [role=alert] > p")];
  const words = said.map((one) => one?.textContent.trim()).filter(Boolean).join("；");
  return words && `服务器说：${words}`;
}

function timeOf(at) {
  const when = new Date(at);
  const two = (number) => String(number).padStart(2, "0");
  return `${when.getMonth() + 1}月${when.getDate()}日 ${two(when.getHours())}:${two(when.getMinutes())}填写`;
}

function contentOf(change) {
  const box = make("details", "fold");
  const text = Object.assign(make("textarea", "input"), { readOnly: true, value: textOf(change), rows: 5 });
  text.setAttribute("aria-label", "填写的内容");
  const copy = button("复制", () => {
    text.select();
    document.execCommand("copy"); // navigator.clipboard is missing on plain HTTP
    copy.textContent = "已复制";
  });
  const actions = make("div", "actions");
  actions.append(copy, save("存成文件", new Blob([textOf(change)], { type: "text/plain" }), `${change.title}.txt`));
  for (const [, value] of change.fields)
    if (value instanceof Blob) actions.append(save("存下照片或文件", value, value.name || "照片.jpg"));
  box.append(make("summary", "", "查看内容"), text, actions);
  return box;
}

function textOf({ title, unit, made, words }) {
  return [unit, title, timeOf(made), ...words.map(([label, value]) => `${label}：${value}`)].filter(Boolean).join("\n");
}

function save(label, blob, name) {
  return button(label, () => {
    const link = Object.assign(make("a"), { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
}

function actionsOf(change) {
  const actions = make("div", "actions");
  const href = `/inspections/${change.inspection}${change.place}`;
  actions.append(Object.assign(make("a", "button button-small", "打开考核单"), { href }));
  if (change.state !== "held") return actions;
  if (!BACK.has(change.verdict.state)) actions.append(button("再试一次", () => release(change.id)));
  const drop = button("放弃这项改动", () => drop.replaceWith(sureOf(change)));
  actions.append(drop);
  return actions;
}

/** The second question; app.js asks the third before the click comes here. */
function sureOf(change) {
  const sure = button("放弃后不能恢复，确实放弃", () => drop(change.lane));
  sure.dataset.confirm = `放弃“${change.title}”的改动？内容将从本机删去，不能恢复。`;
  return sure;
}

function make(name, look = "", words = "") {
  const made = document.createElement(name);
  if (look) made.className = look;
  made.textContent = words;
  return made;
}

function button(words, work) {
  const made = make("button", "button button-small", words);
  made.type = "button";
  made.addEventListener("click", work);
  return made;
}
