// Before a sheet is handed in: what will be handed in, and what is still missing, for the person to look at once more.

import { isOpen } from "./filters.js";
import { changes, onState } from "./outbox.js";

const dialog = document.getElementById("submitting");
const COVER = 700; // milliseconds
let agreed = false;
let stuck = false; // something was not taken: submission.js leads there instead

onState(({ changes }) => {
  const { inspection } = document.querySelector("[data-inspection]")?.dataset ?? {};
  stuck = changes.some((one) => one.inspection === inspection && one.state === "held" && one.kind !== "submit");
});

// On the window: before submission.js hears of it.
window.addEventListener("submit", (event) => {
  const form = event.target;
  if (form === dialog?.querySelector("form")) return answer(event);
  if (!form.matches("[data-submit]") || agreed || stuck || !dialog) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (dialog.open) return;
  fill();
  dialog.showModal();
}, true);

/** The dialog covers the page a little longer: the second of two taps must not fall on an item below it. */
function answer(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.submitter?.value !== "yes") return dialog.close();
  if (dialog.dataset.sent) return;
  dialog.dataset.sent = "yes";
  agreed = true;
  document.querySelector("[data-submit] button").click(); // requestSubmit is missing in Safari 15
  agreed = false;
  setTimeout(() => {
    delete dialog.dataset.sent;
    dialog.close();
  }, COVER);
}

// For the same reason a tap beside it closes nothing.
document.addEventListener("click", (event) => {
  if (event.target === dialog) event.stopPropagation();
}, true);

async function fill() {
  say("figures", ...document.getElementById("figures").cloneNode(true).children);
  say("open", openWords());
  say("signatures", signatureWords());
  say("waiting", waitingWords(await changes()));
}

const say = (name, ...parts) => dialog.querySelector(`[data-say="${name}"]`).replaceChildren(...parts);

function openWords() {
  const open = [...document.querySelectorAll(".card")].filter(isOpen).length;
  return open ? `还有${open}项没有完成，系统会列出来，补完后才能提交` : "全部完成";
}

function signatureWords() {
  const signed = [...document.querySelectorAll("#signed .signature")];
  if (!signed.length) return "没有签字";
  const outdated = signed.filter((one) => one.dataset.state === "changed").length;
  return outdated ? `${signed.length}人签字，其中${outdated}人签字后又有改动` : `${signed.length}人签字`;
}

function waitingWords(all) {
  const choices = all.filter((change) => change.state === "held").length;
  if (choices) return `${choices}处改动没有保存，需要您处理`;
  return all.length ? `${all.length}处改动等待上传，传完后自动提交` : "全部已保存";
}
