// What the person sees of the outbox on every page: the line in a form's foot bar, the entry in the band, and beside
// each sheet of a list how much of it waits. All of them lead to the page that lists what waits.

import { onState, show } from "./outbox.js";

const sign = document.getElementById("save-state");
const entry = document.getElementById("outbox-entry");

const TROUBLES = { offline: "，网络中断，正在重试", failing: "，服务器没有应答，正在重试" };
const REFUSALS = {
  unavailable: "本机浏览器不能暂存，改动直接上传，传完前请勿关闭",
  quota: "本机存储空间已满，改动只在本页，传完前请勿关闭",
};

/** The state in words. */
export function wordsOf({ state, waiting, choices, trouble, savedAt }) {
  const words = {
    idle: "每次改动自动保存",
    saved: `全部已保存${clock(savedAt)}`,
    sending: waiting > 1 ? `正在上传，还有${waiting}项` : "正在上传…",
    waiting: `${waiting}项待上传${TROUBLES[trouble] ?? ""}`,
    choices: `${choices}项需要您处理${waiting ? `，${waiting}项待上传` : ""}`,
    "signed-out": `${waiting}项待上传，登录已过期`,
    "other-user": `${waiting}项待上传，本机现由别人登录`,
  };
  return words[state];
}

/** Hours and minutes of today; nothing of another day, which needs no minute. */
function clock(at) {
  const then = new Date(at);
  if (then.toDateString() !== new Date().toDateString()) return "";
  return ` ${[then.getHours(), then.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":")}`;
}

onState((standing) => {
  const words = [wordsOf(standing), REFUSALS[standing.refusal]].filter(Boolean).join("；");
  if (sign) showSign(standing.state, words);
  if (entry) showEntry(standing);
  askOnLeaving(standing);
  showCounts(standing.changes);
});

function showSign(state, words) {
  if (sign.textContent === words && sign.dataset.state === state) return;
  sign.textContent = words;
  sign.dataset.state = state;
  const signIn = document.getElementById("sign-in");
  if (signIn) signIn.hidden = state !== "signed-out" && state !== "other-user";
}

function showEntry({ waiting, choices, state }) {
  entry.hidden = waiting + choices === 0;
  entry.textContent = choices ? `${choices}项需要您处理` : `${waiting}项待上传`;
  entry.dataset.state = state;
}

/** Who leaves is told that his changes stay here and wait for him. */
function askOnLeaving({ waiting, choices }) {
  const leave = document.querySelector("form.band-person button");
  if (!leave) return;
  const words = `还有${waiting + choices}项改动没有上传。退出后留在这台设备上，您再次登录后继续上传，别人看不到。现在退出？`;
  if (waiting + choices) leave.dataset.confirm = words;
  else delete leave.dataset.confirm;
}

function showCounts(changes) {
  for (const place of document.querySelectorAll("[data-waiting]")) {
    const count = changes.filter((change) => change.inspection === place.dataset.waiting).length;
    place.hidden = count === 0;
    place.textContent = `${count}项待上传`;
  }
}

// A list that shows the sheet as it was before it was handed in.
document.addEventListener("outbox:settled", ({ detail: { change, state } }) => {
  if (change.kind !== "submit" || state !== "saved") return;
  if (document.querySelector(`[data-waiting="${CSS.escape(change.inspection)}"]`)) location.reload();
});

show();
