"use strict";
// Keeps the pages of one's own work on a telephone for a day at most, and shows them where there is no network.
// The server says of each page whose session it is, and whether it may be kept: whatever is kept of another
// session goes before anything else is shown.
const { version, shell } = "SHELL";
const SHELL = `shell-${version}`;
const KEPT = "kept-";
const WHO = "who";
const DAY = 24 * 3600 * 1000;
const FRESH = 30 * 60 * 1000;
const PATIENCE = 8000;
const PAGES = 40;
const PHOTOS = 60;
const SIDE = 320;
const LARGEST = 15e6;
const FILE = /^\/demandes\/[^/]+\/fichiers\//;
const AWAY = [502, 503, 504];

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(SHELL);
  await cache.addAll(shell);
  for (const lang of ["fr", "en"]) {
    const page = `/hors-ligne?lang=${lang}`;
    await cache.put(page, await fetch(page, { credentials: "omit" }));
  }
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith("shell-") && name !== SHELL) { await caches.delete(name); }
  }
  await self.clients.claim();
})()));

// The session whose pages are kept: its mark, and the language of its pages.
const who = async () => {
  const found = await caches.has(WHO) && await (await caches.open(WHO)).match("/who");
  return found ? found.json() : { mark: "none", lang: "fr" };
};
const become = async (mark, lang) => {
  const before = await who();
  if (before.mark === mark && before.lang === lang) { return; }
  for (const name of await caches.keys()) {
    if (name.startsWith(KEPT) && name !== KEPT + mark) { await caches.delete(name); }
  }
  if (mark === "none") { await caches.delete(WHO); return; }
  await (await caches.open(WHO)).put("/who", new Response(JSON.stringify({ mark, lang })));
};

// What was asked before the last answer came may be of a session that is over: it changes nothing.
let asked = 0;
let heard = 0;
let turn = Promise.resolve();
const hear = async (answer, at) => {
  const mark = answer.headers.get("X-Guichet-Session");
  if (!mark) { return false; }
  if (at > heard) {
    heard = at;
    turn = turn.catch(() => {}).then(() => become(mark, answer.headers.get("Content-Language") || "fr"));
  }
  await turn;
  return answer.headers.has("X-Guichet-Keep") && (await who()).mark === mark;
};

const store = async (mark, path, body, headers, isPhoto) => {
  const name = KEPT + mark;
  if ((await who()).mark !== mark) { return; }
  const cache = await caches.open(name);
  const told = new Headers(headers);
  told.delete("Content-Encoding");
  told.delete("Content-Length");
  told.set("X-Kept-At", String(Date.now()));
  await cache.put(path, new Response(body, { headers: told }));
  await trim(cache, isPhoto);
  if ((await who()).mark !== mark) { await caches.delete(name); }
};
const at = (answer) => Number(answer.headers.get("X-Kept-At"));
const isOver = (answer) => !(Math.abs(Date.now() - at(answer)) < DAY);
const trim = async (cache, arePhotos) => {
  const found = [];
  for (const request of await cache.keys()) {
    const answer = await cache.match(request);
    if (isOver(answer)) { await cache.delete(request); }
    else if (FILE.test(new URL(request.url).pathname) === arePhotos) { found.push([at(answer), request]); }
  }
  found.sort((one, other) => one[0] - other[0]);
  for (const [, request] of found.slice(0, Math.max(0, found.length - (arePhotos ? PHOTOS : PAGES)))) {
    await cache.delete(request);
  }
};
const copyOf = async (path) => {
  const { mark } = await who();
  if (mark === "none") { return null; }
  const cache = await caches.open(KEPT + mark);
  const found = await cache.match(path);
  if (!found || !isOver(found)) { return found || null; }
  await cache.delete(path);
  return null;
};

// What a page says of what was just done is not true of its copy.
const lasting = (html) => html.replace(/<!--said-->[\s\S]*?<!--\/said-->/, "").replace(/ data-sent="[^"]*"/, "");
const keepPage = async (answer, path) => {
  const mark = answer.headers.get("X-Guichet-Session");
  const words = await answer.text();
  const isPage = (answer.headers.get("Content-Type") || "").startsWith("text/html");
  await store(mark, path, isPage ? lasting(words) : words, answer.headers, false);
  return words;
};
const keepPhoto = async (answer, path) => {
  const mark = answer.headers.get("X-Guichet-Session");
  const whole = await answer.blob();
  if (whole.size > LARGEST) { return; }
  const picture = await createImageBitmap(whole);
  const by = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const small = new OffscreenCanvas(Math.ceil(picture.width * by), Math.ceil(picture.height * by));
  small.getContext("2d").drawImage(picture, 0, 0, small.width, small.height);
  picture.close();
  const body = await small.convertToBlob({ type: "image/jpeg", quality: 0.7 });
  await store(mark, path, body, { "Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff" }, true);
};

const ask = (event, request, keep, path) => {
  const now = ++asked;
  const answer = fetch(request).then(async (found) => {
    // Signed out, or signed in as somebody else: known before the page is shown.
    if (await hear(found, now) && keep && found.ok) { event.waitUntil(keep(found.clone(), path).catch(() => {})); }
    return found;
  });
  event.waitUntil(answer.catch(() => {}));
  return answer;
};

const shown = async (event, url) => {
  const path = url.pathname === "/" ? "/bureau" : url.pathname;
  const isPlain = !url.searchParams.has("depuis");
  const answer = ask(event, event.request, isPlain ? keepPage : null, url.pathname);
  const late = new Promise((done) => { setTimeout(done, PATIENCE, null); });
  const found = await Promise.race([answer, late]).catch(() => null);
  if (found && !AWAY.includes(found.status)) { return found; }
  const copy = await copyOf(path);
  if (copy && event.request.mode === "navigate") {
    const html = (await copy.text()).replace("<body", "<body data-copy");
    return new Response(html, { headers: copy.headers });
  }
  if (copy || found) { return copy || found; }
  try { return await answer; } catch (wrong) {
    if (event.request.mode !== "navigate") { throw wrong; }
    return caches.match(`/hors-ligne?lang=${(await who()).lang}`);
  }
};
const photo = async (event, url) => {
  try { return await ask(event, event.request, keepPhoto, url.pathname); }
  catch (wrong) {
    const copy = await copyOf(url.pathname);
    if (copy) { return copy; }
    throw wrong;
  }
};
const asset = async (request) => {
  const cache = await caches.open(SHELL);
  const found = await cache.match(request);
  if (found) { return found; }
  // A copy asks for what its page was made with.
  try { return await fetch(request); } catch (wrong) {
    const like = await cache.match(request, { ignoreSearch: true });
    if (like) { return like; }
    throw wrong;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) { return; }
  const isLive = request.headers.has("X-Guichet-Live");
  if (url.pathname.startsWith("/pages/")) { event.respondWith(asset(request)); }
  else if (request.mode === "navigate" || (url.pathname === "/hors-ligne/moi" && !url.search)) {
    event.respondWith(shown(event, url));
  } else if (isLive && url.pathname === "/bureau") { event.respondWith(ask(event, request, keepPage, "/bureau")); }
  else if (request.destination === "image" && FILE.test(url.pathname)) { event.respondWith(photo(event, url)); }
});

// One's own requests are fetched one after the other while there is a network, so that they are there without.
const gather = async (event, paths) => {
  let mark = "";
  for (const path of paths.slice(0, PAGES)) {
    if (mark && (await who()).mark !== mark) { return; }
    const before = await copyOf(path);
    if (before && Date.now() - at(before) < FRESH) { continue; }
    const now = ++asked;
    const answer = await fetch(`${path}?copie=1`, { headers: { "X-Guichet-Live": "1" }, redirect: "error" });
    if (!answer.ok || !await hear(answer, now)) { continue; }
    mark = answer.headers.get("X-Guichet-Session");
    const html = await keepPage(answer, path);
    for (const [, src, path] of [...html.matchAll(/<img src="((\/demandes\/[^"]+\/fichiers\/[^"?]+)(?:\?vignette)?)"/g)].slice(0, 2)) {
      if (await copyOf(path)) { continue; }
      const picture = await fetch(src, { headers: { "X-Guichet-Live": "1" }, redirect: "error" });
      if (picture.ok && picture.headers.has("X-Guichet-Keep")) { await keepPhoto(picture, path).catch(() => {}); }
    }
  }
};
self.addEventListener("message", (event) => {
  const paths = event.data && event.data.gather;
  if (Array.isArray(paths)) { event.waitUntil(gather(event, paths).catch(() => {})); }
});
