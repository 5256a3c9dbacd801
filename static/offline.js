// What a page has to do with the service worker: registers it, tells it who is here, has sheets put aside and renewed
// after changes, and says when the page itself was not fetched but stored. On plain HTTP there is no worker and none
// of this is shown; the outbox works all the same.

const PATIENCE = 180_000; // a sheet with many pictures on a slow network
const QUIET = 25_000; // ms after the last acknowledged change until the stored sheet is fetched anew
const { stored, missing, left, posted } = document.documentElement.dataset;
const isFetched = [stored, missing, left, posted].every((mark) => mark === undefined);

/** Asks the worker and resolves to its answer; null when it failed. */
export async function ask(request) {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  active.postMessage(request, [port2]);
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data.given);
    setTimeout(resolve, PATIENCE, null); // the browser has ended the worker: nobody answers
  });
}

/** 10:32, of another day 7月3日 10:32. */
export function timeOf(date) {
  const at = new Date(date);
  const time = at.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? time : `${at.getMonth() + 1}月${at.getDate()}日 ${time}`;
}

// Putting aside with one tap

const buttons = () => [...document.querySelectorAll("[data-keep]")];
const say = (button, words) => { button.firstElementChild.textContent = words; };

/** What is stored of the page; a worker of before says nothing of pictures. */
function keptWords({ at, lacking }) {
  return `已备用 ${timeOf(at)}${lacking ? `，${lacking}张原照片没有存` : ""}`;
}

const keptPages = async () => new Map(((await ask({ ask: "list" })) ?? []).map((row) => [row.path, row]));

/** Short of space a browser clears what pages keep, and Safari after seven days without a visit, unless it grants this. */
function askToKeep() {
  navigator.storage?.persist?.().catch(() => {});
}

async function putAside(button) {
  button.setAttribute("aria-busy", "true");
  say(button, "正在备用…");
  const at = await ask({ ask: "store", path: button.dataset.keep, aside: true });
  button.removeAttribute("aria-busy");
  say(button, at ? keptWords({ at }) : "没有备用成，请重试");
  return at;
}

/** Once for all of them: the worker reads every stored page for it. */
async function sayLacking(those) {
  const pages = await keptPages();
  for (const button of those) {
    const kept = pages.get(button.dataset.keep);
    if (kept) say(button, keptWords(kept));
  }
}

async function putAllAside(button) {
  const all = buttons();
  const done = [];
  for (const [index, one] of all.entries()) {
    say(button, `正在备用 ${index + 1}/${all.length}…`);
    if (await putAside(one)) done.push(one);
  }
  await sayLacking(done);
  say(button, done.length === all.length ? "全部已备用" : `备用了${done.length}份，${all.length - done.length}份没有备用成`);
}

document.addEventListener("click", (event) => {
  const one = event.target.closest("[data-keep]");
  if (one && !one.hasAttribute("aria-busy")) putAside(one).then((at) => at && sayLacking([one]));
  const all = event.target.closest("[data-keep-all]");
  if (all) putAllAside(all);
  if (one || all) askToKeep();
});

async function showButtons() {
  await sayLacking(buttons());
  for (const button of buttons()) button.hidden = false;
  for (const button of document.querySelectorAll("[data-keep-all]")) button.hidden = false;
}

// What is stored of a sheet grows old with every change of it

const old = new Set();
let renewal = 0;

document.addEventListener("outbox:settled", ({ detail: { change, state } }) => {
  if (state !== "saved") return;
  old.add(`/inspections/${change.inspection}`);
  clearTimeout(renewal);
  renewal = setTimeout(renew, QUIET);
});

async function renew() {
  for (const path of [...old]) {
    old.delete(path);
    const at = await ask({ ask: "store", path });
    if (at) await sayLacking(buttons().filter((button) => button.dataset.keep === path));
  }
}

function renewOnLeaving() {
  for (const path of old) navigator.serviceWorker.controller?.postMessage({ ask: "store", path });
  old.clear();
}

function sayStored() {
  const line = document.createElement("p");
  line.className = "notice notice-warn stored";
  const again = document.createElement("a");
  again.className = "button button-small";
  again.href = location.pathname;
  again.textContent = "联网重新打开";
  line.append(`没有网络，这是本机${timeOf(stored)}存的页面。可以照常填写，联网后自动上报。`, again);
  document.querySelector(".flashes-root").after(line);
}

/** Tells the worker whose page the server has just given us; `path` where it came without the worker's knowing. */
async function arrive(path) {
  const { user } = document.body.dataset;
  const [, version] = /\/static\/(\w+)\//.exec(import.meta.url);
  if (user && isFetched) await ask({ ask: "arrive", user, path, version });
}

async function begin() {
  const registered = navigator.serviceWorker.register("/worker.js", { updateViaCache: "none" }).catch(() => {});
  if (!navigator.serviceWorker.controller) await registered; // without network the one that is here goes on
  await arrive(navigator.serviceWorker.controller ? "" : location.pathname);
  navigator.serviceWorker.addEventListener("controllerchange", () => arrive(""));
  await showButtons();
}

if (window.isSecureContext && "serviceWorker" in navigator) {
  if (stored !== undefined) sayStored();
  window.addEventListener("pagehide", renewOnLeaving);
  // After everything that the page itself needs: the first installation fetches all files.
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin);
}
