// The service worker: opens stored sheets where there is no network. inspect_app/web/offline.py writes VERSION (of the
// program's files), FILES and SHELL above this text, so every version of the program has a worker of its own.
//
//   static-<version>  the program's files and the page shown without network. Their addresses name their content: a
//                     page gets the scripts that it was made with, from whichever worker, or none at all.
//   pages-<user>      sheets and lists as the server gave them to that person, and the pictures in them
//                     (worker-pictures.js, which follows this text)
//   state             who uses this tablet; which version each open window shows
//
// The outbox's database is never touched here; a POST is never kept and never repeated.

const PATIENCE = 3500; // ms without an answer until what is stored is shown
const GIVING_UP = 30_000; // the same where nothing is stored
const LIST = "/inspections/"; // where an inspector begins
const WAITING = "/outbox"; // where every page leads when changes wait
const WHO = "/state/who";
const WINDOWS = "/state/windows/";
const staticOf = (version) => `static-${version}`;
const pagesOf = (user) => `pages-${user}`;

let departures = 0; // answers to what was asked before somebody left are not stored any more

// Installing and tidying up

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

async function install() {
  const cache = await caches.open(staticOf(VERSION));
  await cache.addAll(FILES);
  const shell = await fetch(SHELL, { cache: "no-store" });
  if (!shell.ok || shell.headers.get("Page-Version") !== VERSION) throw new Error("the program has changed meanwhile");
  await cache.put(SHELL, shell);
  await self.skipWaiting();
}

async function activate() {
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
  await tidy();
}

/** Files of other versions go when neither an open window nor a stored page was made with them. */
async function tidy() {
  const used = await versionsInWindows();
  if (!used) return;
  used.add(VERSION);
  for (const name of await namesOf("pages-")) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) used.add((await cache.match(request)).headers.get("Page-Version"));
  }
  for (const name of await namesOf("static-")) if (!used.has(name.slice("static-".length))) await caches.delete(name);
}

/** The versions that open windows show; null when there is one of which nothing is known. */
async function versionsInWindows() {
  const state = await caches.open("state");
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const known = new Map();
  for (const request of await state.keys()) {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith(WINDOWS)) continue;
    const id = pathname.slice(WINDOWS.length);
    if (open.some((one) => one.id === id)) known.set(id, await (await state.match(request)).text());
    else await state.delete(request);
  }
  return open.every((one) => known.has(one.id)) ? new Set(known.values()) : null;
}

const namesOf = async (beginning) => (await caches.keys()).filter((name) => name.startsWith(beginning));

async function noteWindow(id, version) {
  if (id && version) await (await caches.open("state")).put(WINDOWS + id, new Response(version));
}

// Who uses this tablet

async function who() {
  const said = await (await caches.open("state")).match(WHO);
  return said ? said.text() : "";
}

/** Somebody has a page of his own on the screen: what was stored of others goes. */
async function arrive(user) {
  if ((await who()) === user) return;
  for (const name of await namesOf("pages-")) if (name !== pagesOf(user)) await caches.delete(name);
  await (await caches.open("state")).put(WHO, new Response(user));
}

async function depart() {
  departures += 1;
  await (await caches.open("state")).delete(WHO);
  for (const name of await namesOf("pages-")) await caches.delete(name);
}

/** Logging out counts on this tablet even where no server hears of it. */
async function leave(request) {
  await depart();
  try {
    return await fetch(request);
  } catch {
    return shell("data-left");
  }
}

// Answering

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "POST" && request.mode === "navigate") return answerPost(event, pathname);
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(open(event));
  else if (pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.destination === "image") event.respondWith(picture(request));
});

function answerPost(event, pathname) {
  if (pathname === "/logout") event.respondWith(leave(event.request));
  else if (!self.navigator.onLine) event.respondWith(shell("data-posted"));
}

async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function picture(request) {
  const kept = await (await storedPages())?.match(request, { ignoreVary: true });
  if (kept && isOriginal(request)) return kept; // never becomes another one
  try {
    return await fetch(request);
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/** A page: from the network, or what is stored of it once the network does not answer. */
async function open(event) {
  const answer = fromNetwork(event);
  event.waitUntil(answer.then(take, () => {}));
  const copy = await storedCopy(event.request);
  try {
    const { response } = await Promise.race([answer, late(copy ? PATIENCE : GIVING_UP)]);
    if (response.status < 500 || !copy) return response;
  } catch { /* no network, or none worth waiting for */ }
  if (!copy) return shell();
  if (!copy.headers.has("Page-Keep")) return copy; // a picture in a window of its own
  event.waitUntil(noteWindow(event.resultingClientId, copy.headers.get("Page-Version")));
  return marked(copy, `data-stored="${copy.headers.get("Date")}"`);
}

const late = (time) => new Promise((_, reject) => setTimeout(reject, time, new Error("no answer")));

async function storedCopy(request) {
  const pages = await storedPages();
  const wanted = new URL(request.url).pathname === "/" ? LIST : request;
  return pages?.match(wanted, { ignoreVary: true });
}

async function storedPages() {
  const user = await who();
  return user ? caches.open(pagesOf(user)) : null;
}

async function fromNetwork(event) {
  const asked = departures;
  const response = (await event.preloadResponse) ?? (await fetch(event.request));
  if (response.type === "error") throw new TypeError("no network"); // Firefox gives this where others reject
  const { pathname, search } = new URL(event.request.url);
  const path = search ? "" : pathname;
  return { asked, path, response, copy: response.clone(), window: event.resultingClientId };
}

/** What a page from the network says of who is here, and the page itself where it is one to keep. */
async function take({ asked, path, copy, window }) {
  await noteWindow(window, copy.headers.get("Page-Version"));
  const user = copy.headers.get("Page-User");
  if (!user || asked !== departures) return;
  await arrive(user);
  if (path) await keep(path, copy, asked);
  if ((await namesOf("static-")).length > 1) await tidy();
}

/** The page as it is stored, with a mark for its scripts and styles. */
async function marked(copy, mark) {
  const text = (await copy.text()).replace("<html ", `<html ${mark} `);
  const headers = new Headers(copy.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response(text, { status: copy.status, headers });
}

async function shell(mark = "data-missing") {
  const copy = await (await caches.open(staticOf(VERSION))).match(SHELL, { ignoreVary: true });
  return copy ? marked(copy, mark) : Response.error();
}

// Storing

/** Stores the page if the server says that it may be; what is no longer this person's goes. */
async function keep(path, response, asked) {
  const user = response.headers.get("Page-User");
  if (!user) return null;
  const pages = await caches.open(pagesOf(user));
  if (response.status === 403 || response.status === 404) await pages.delete(path);
  if (response.status !== 200 || response.redirected || !response.headers.has("Page-Keep")) return null;
  const text = await response.clone().text();
  if (asked !== departures || (await who()) !== user) return null;
  await pages.put(path, response);
  if (response.headers.get("Page-Keep") === "list") await dropOthers(pages, text);
  if (path !== WAITING) await keepWaiting(pages, response.headers.get("Page-Version"));
  await keepPictures(pages, path, text);
  return response.headers.get("Date");
}

/** The list of what waits goes along with any page, in the same version: nobody may ever have opened it. */
async function keepWaiting(pages, version) {
  const kept = await pages.match(WAITING, { ignoreVary: true });
  if (kept?.headers.get("Page-Version") !== version) await store({ path: WAITING }).catch(() => {});
}

/** Sheets that stand in the person's list no more: reassigned, or their round is released. */
async function dropOthers(pages, text) {
  const listed = new Set(text.match(/\/inspections\/\d+(?=")/g));
  for (const request of await pages.keys()) {
    const { pathname } = new URL(request.url);
    if (/^\/inspections\/\d+$/.test(pathname) && !listed.has(pathname)) await pages.delete(request);
  }
  await dropPictures(pages);
}

// What pages ask for, each with a port for the answer

const REQUESTS = { arrive: welcome, store, list };

self.addEventListener("message", (event) => {
  event.waitUntil(REQUESTS[event.data.ask](event.data, event).then(
    (given) => event.ports[0]?.postMessage({ given }),
    () => event.ports[0]?.postMessage({ given: null }),
  ));
});

/** A page has come from the network; `path` if it came without the worker, which shall have it all the same. */
async function welcome({ user, path, version }, event) {
  await noteWindow(event.source?.id, version); // Safari before 16 does not tell it with the request
  await self.clients.claim(); // a page under way while the worker was activated belongs to none
  await arrive(user);
  if (path) await store({ path });
  if (version === VERSION) event.waitUntil(renewOutdated());
}

/** After an upgrade: what is stored comes anew, and the files of the version before can go. */
async function renewOutdated() {
  const pages = await storedPages();
  for (const request of (await pages?.keys()) ?? []) {
    const version = (await pages.match(request))?.headers.get("Page-Version");
    if (version && version !== VERSION) await store({ path: new URL(request.url).pathname }).catch(() => {});
  }
  if ((await namesOf("static-")).length > 1) await tidy();
}

/** Fetches the page anew and stores it, put aside if wanted; resolves to when the server made it, or null. */
async function store({ path, aside }) {
  const asked = departures;
  if (aside) await putAside(await storedPages(), path);
  const response = await fetch(path, { cache: "no-store" });
  return keep(path, response, asked);
}

/** The stored pages of the person who is here: path, time, title as it stands in the HTML, originals not stored. */
async function list() {
  const pages = await storedPages();
  const rows = [];
  for (const request of (await pages?.keys()) ?? []) {
    const { pathname } = new URL(request.url);
    const copy = await pages.match(request);
    if (!copy.headers.has("Page-Keep")) continue;
    const text = await copy.text();
    const lacking = (await lackingIn(pages, text)).length;
    rows.push({ path: pathname, at: copy.headers.get("Date"), title: titleIn(text), lacking });
  }
  return rows;
}

const titleIn = (text) => /<title>([^<]*)<\/title>/.exec(text)?.[1] ?? "";
