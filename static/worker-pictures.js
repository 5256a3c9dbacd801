// The pictures of stored sheets, a part of the service worker (inspect_app/web/offline.py puts it behind worker.js). The
// small ones go along with every stored sheet. Of a sheet that was put aside (离线备用) the originals do too, so that
// they can be looked at, turned and drawn on without network. They lie with the person's pages and go with them.

const ASIDE = "/state/aside"; // + the path of a sheet that was put aside
const MEGABYTE = 1024 * 1024;
const MOST = 200 * MEGABYTE; // of originals: some three hundred
const SHARE = 0.5; // of what the browser still grants; what waits in the outbox needs room too
const IGNORING = { ignoreVary: true };

const addressesIn = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, path]) => path.replaceAll("&amp;", "&")))];
const smallIn = (text) => addressesIn(text, /<img[^>]* src="(\/(?:photos|inspections)\/[^"]+)"/g);
const originalsIn = (text) => addressesIn(text, /<a href="(\/photos\/\d+)\?/g).map((path) => `${path}/original`);
const isOriginal = (request) => new URL(request.url).pathname.endsWith("/original");

const putAside = (pages, path) => pages.put(ASIDE + path, new Response(""));

async function keepPictures(pages, path, text) {
  for (const small of smallIn(text)) if (!(await pages.match(small, IGNORING))) await pages.add(small).catch(() => {});
  if (await pages.match(ASIDE + path)) await keepOriginals(pages, await lackingIn(pages, text));
}

/** One after the other, until there is no room or no network. */
async function keepOriginals(pages, lacking) {
  const asked = departures;
  let room = lacking.length ? await roomIn(pages) : 0;
  for (const path of lacking) {
    const response = await fetch(path).catch(() => null);
    const isPicture = response?.ok && response.headers.get("Content-Type")?.startsWith("image/");
    if (isPicture) room -= sizeOf(response);
    if (!response || room < 0 || asked !== departures) return;
    if (isPicture) await pages.put(path, response).catch(() => { room = 0; }); // the disk is full
  }
}

async function lackingIn(pages, text) {
  const wanted = originalsIn(text);
  const kept = await Promise.all(wanted.map((path) => pages.match(path, IGNORING)));
  return wanted.filter((_, index) => !kept[index]);
}

const sizeOf = (response) => Number(response.headers.get("Content-Length")) || MEGABYTE;

async function roomIn(pages) {
  const { quota = Infinity, usage = 0 } = (await self.navigator.storage?.estimate?.()) ?? {};
  let weight = 0;
  for (const request of (await pages.keys()).filter(isOriginal)) weight += sizeOf(await pages.match(request));
  return Math.min(MOST - weight, (quota - usage) * SHARE);
}

/** Pictures that no stored page shows any more. */
async function dropPictures(pages) {
  const shown = new Set();
  const stored = await pages.keys();
  for (const request of stored) {
    const copy = await pages.match(request);
    if (!copy.headers.has("Page-Keep")) continue;
    const text = await copy.text();
    for (const path of [...smallIn(text), ...originalsIn(text)]) shown.add(path);
  }
  for (const request of stored) {
    const { pathname, search } = new URL(request.url);
    if (/^\/photos\/|\/before\//.test(pathname) && !shown.has(pathname + search)) await pages.delete(request);
  }
}
