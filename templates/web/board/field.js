"use strict";
// On the road (docs/board.md). What is sent without a network waits here, sealed under a key of its writer; each
// form has a name made here, so that the server does it once.
(() => {
  const able = window.isSecureContext && "serviceWorker" in navigator && "indexedDB" in window
    && crypto.randomUUID && navigator.locks && AbortSignal.timeout;
  if (!able) { return; }
  const DAY = 24 * 3600 * 1000;
  const WEEK = 7 * DAY;
  const LARGEST = 60e6;
  const MOST = 50;
  const TRIES = 5;
  const body = document.body;
  const root = document.documentElement;
  const isCopy = "copy" in body.dataset;
  const sign = document.getElementById("waiting");
  const here = new URL(location.href);
  if (sign && sign.dataset.worker) { navigator.serviceWorker.register(sign.dataset.worker).catch(() => {}); }
  const offline = (isOff) => root.classList.toggle("is-offline", isOff || isCopy);
  offline(!navigator.onLine);

  // The queue: { id, who, at, state, why, words: sealed, files: [sealed] }; `lines`: how far one's own acts
  // brought a request whose copy is still read.
  const opened = () => new Promise((done, failed) => {
    const asked = indexedDB.open("guichet", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("queue", { keyPath: "id" });
      asked.result.createObjectStore("lines", { keyPath: "action" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const within = async (name, mode, what) => {
    const base = await opened();
    try {
      const step = base.transaction(name, mode);
      const asked = what(step.objectStore(name));
      await new Promise((done, failed) => {
        step.oncomplete = done;
        step.onabort = step.onerror = () => failed(step.error);
      });
      return asked.result;
    } finally { base.close(); }
  };
  const put = (item) => within("queue", "readwrite", (store) => store.put(item));
  const drop = (id) => within("queue", "readwrite", (store) => store.delete(id));
  const all = async (me) => {
    const found = await within("queue", "readonly", (store) => store.getAll());
    for (const item of found) {
      if (!(Math.abs(Date.now() - item.at) < WEEK)) { await drop(item.id); }
    }
    return found.filter((item) => item.who === me.qui && Math.abs(Date.now() - item.at) < WEEK)
      .sort((one, other) => one.at - other.at);
  };
  // Away for a while: the server, or what stands before it, takes nothing now, and may later.
  const isAwayNow = (status) => !status || status >= 500 || status === 408 || status === 429;
  const isOld = (item) => !(Date.now() - item.at >= 0 && Date.now() - item.at < DAY);

  // Who is signed in. `fresh`: as the server says now; otherwise as it last said, while that is kept.
  class Over extends Error {}
  let isOver = false;
  let isAway = false;
  const who = async (fresh) => {
    const answer = await fetch(`/hors-ligne/moi${fresh ? "?frais=1" : ""}`, {
      headers: { "X-Guichet-Live": "1" }, redirect: "manual", signal: AbortSignal.timeout(15000),
    });
    if (answer.type === "opaqueredirect" || answer.status === 404) { throw new Over(); }
    if (!answer.ok) { isAway = isAwayNow(answer.status); throw new Error(String(answer.status)); }
    return answer.json();
  };
  const keyOf = (me) => crypto.subtle.importKey(
    "raw", Uint8Array.from(atob(me.cle), (each) => each.charCodeAt(0)), "AES-GCM", false, ["encrypt", "decrypt"],
  );
  const seal = async (me, bytes) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(me), bytes) };
  };
  const unseal = async (me, { iv, data }) => crypto.subtle.decrypt({ name: "AES-GCM", iv }, await keyOf(me), data);
  const wordsOf = async (me, item) => JSON.parse(new TextDecoder().decode(await unseal(me, item.words)));
  const filesOf = async (me, item, words) => {
    const found = [];
    for (const [index, each] of item.files.entries()) {
      const { name, type } = words.files[index];
      found.push(new File([await unseal(me, each)], name, { type }));
    }
    return found;
  };
  const given = (form) => [...form.querySelectorAll("input[type=file]")].flatMap((each) => [...each.files]);

  const keepForm = async (me, form, id, state = "waiting", why = "") => {
    const files = given(form);
    const before = (await all(me)).filter((item) => item.id !== id);
    const weight = [...before.flatMap((item) => item.files.map((each) => each.data.byteLength)),
      ...files.map((each) => each.size)].reduce((sum, each) => sum + each, 0);
    if (before.length >= MOST || weight > LARGEST) { throw new Error("full"); }
    const skipped = ["jeton", "envoi", "script"];
    const words = {
      action: new URL(form.action).pathname,
      reference: form.dataset.waits,
      says: form.dataset.says,
      verb: form.elements.verbe ? form.elements.verbe.selectedOptions[0].textContent : "",
      fields: [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !skipped.includes(name)),
      files: files.map(({ name, type }) => ({ name, type })),
    };
    const sealed = [];
    for (const each of files) { sealed.push(await seal(me, await each.arrayBuffer())); }
    const text = new TextEncoder().encode(JSON.stringify(words));
    await put({ id, who: me.qui, at: Date.now(), state, why, words: await seal(me, text), files: sealed });
    for (const field of form.querySelectorAll("[data-keep]")) {
      try { sessionStorage.removeItem(`guichet:${field.dataset.keep}`); } catch { /* refused */ }
    }
  };

  // One's own act moved the request on: what was written on the same copy still stands on what was read.
  const request = (action) => action.split("/").slice(0, 3).join("/");
  const readUpTo = async (me, action, seen) => {
    const line = await within("lines", "readonly", (store) => store.get(request(action)));
    return line && line.who === me.qui && line.from === seen ? line.to : seen;
  };
  const moved = (me, action, from, to) => within("lines", "readwrite", (store) => store.put({
    action: request(action), who: me.qui, from, to: String(to),
  }));

  const post = async (action, data, options) => {
    data.set("script", "1");
    const answer = await fetch(action, {
      method: "POST", body: data, redirect: "manual", signal: AbortSignal.timeout(90000), ...options,
    });
    const isTold = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    return { status: answer.status, told: isTold ? await answer.json().catch(() => ({})) : {} };
  };
  // `stuck`: requests where something could not be done now. What follows there waits as well.
  const sendItem = async (me, item, stuck) => {
    const words = await wordsOf(me, item).catch(() => null);
    if (!words || stuck.has(words.reference)) { return; }
    const data = new FormData();
    for (const [name, value] of words.fields) { data.append(name, value); }
    const read = data.get("vu");
    data.set("vu", await readUpTo(me, words.action, read));
    data.set("jeton", me.jeton);
    data.set("envoi", item.id);
    for (const file of await filesOf(me, item, words)) { data.append("photo", file, file.name); }
    let found;
    try { found = await post(words.action, data); }
    catch {
      // No answer to this one: is there a way at all? Then what is about other requests is sent.
      stuck.add(words.reference);
      await who(true);
      return;
    }
    const { status, told } = found;
    if (told.outcome === "done") {
      if (told.seen) { await moved(me, words.action, read, told.seen); }
      await drop(item.id);
    } else if (told.outcome) { await put({ ...item, state: told.outcome, why: told.why }); }
    else if (status === 404 || status === 413) { await put({ ...item, state: status === 404 ? "gone" : "large" }); }
    else if (status === 403) { throw new Over(); }
    else if (!status) { throw new Error(); }
    else {
      // Away for a while, or a mistake that may be mended: again later, though not for ever.
      const isLater = status > 500 || status === 408 || status === 429;
      const tries = (item.tries || 0) + (isLater ? 0 : status < 500 ? TRIES : 1);
      if (isAwayNow(status)) { stuck.add(words.reference); isAway = true; }
      await put({ ...item, tries, state: tries < TRIES ? item.state : "failed" });
    }
  };
  // Everything that waits and is of today; with `ids` those alone, whose sender has just said so.
  const flush = (ids) => navigator.locks.request("guichet-queue", ids ? {} : { ifAvailable: true }, async (lock) => {
    if (!lock) { return; }
    try {
      const mine = await who(false).then(all).catch(() => []);
      const due = (item) => ids ? ids.includes(item.id) : item.state === "waiting" && !isOld(item);
      if (!mine.some(due)) { return; }
      isAway = false;
      const me = await who(true);
      const stuck = new Set();
      for (const item of (await all(me)).filter(due)) { await sendItem(me, item, stuck); }
      isOver = false;
      offline(false);
    } catch (wrong) {
      isOver = wrong instanceof Over;
      if (!isOver) { offline(true); }
    }
  }).then(show).catch(() => {});

  const filled = (text, n) => text.replace("{n}", String(n));
  const show = async () => {
    let me = null;
    let mine = [];
    try { me = await who(false); mine = await all(me); } catch (wrong) { isOver = isOver || wrong instanceof Over; }
    if (sign) {
      sign.hidden = !mine.length;
      const link = sign.querySelector("a");
      const text = filled(mine.length === 1 ? sign.dataset.one : sign.dataset.many, mine.length);
      if (link.textContent !== text) { link.textContent = text; }
    }
    const list = document.getElementById("queue");
    if (list) { await listed(list, me, mine); }
  };

  const listed = async (list, me, mine) => {
    const made = [];
    const template = document.getElementById("queued");
    for (const item of mine) {
      let words;
      try { words = await wordsOf(me, item); } catch { continue; }
      const node = template.content.firstElementChild.cloneNode(true);
      const part = (name) => node.querySelector(`[data-part=${name}]`);
      const state = item.state !== "waiting" ? item.state : isOld(item) ? "old" : isAway ? "away" : "waiting";
      const field = Object.fromEntries(words.fields);
      node.dataset.state = state;
      const link = part("request");
      const again = `/demandes/${words.reference}?depuis=${encodeURIComponent(field.vu)}&envoi=${item.id}#composer`;
      link.href = `/demandes/${words.reference}`;
      link.textContent = words.reference;
      part("says").textContent = [words.says, words.verb].filter(Boolean).join(" : ");
      part("at").textContent = new Date(item.at).toLocaleString(root.lang, { dateStyle: "short", timeStyle: "short" });
      part("words").textContent = field.texte || field.note || field.commentaire || "";
      part("photos").textContent = item.files.length ? filled(list.dataset.photos, item.files.length) : "";
      part("state").textContent = list.dataset[state] || "";
      part("why").textContent = state === "refused" ? item.why : "";
      part("again").href = again;
      part("send").hidden = !["waiting", "away", "old", "large", "failed"].includes(state);
      part("send").addEventListener("click", () => flush([item.id]));
      part("drop").addEventListener("click", () => {
        if (window.confirm(list.dataset.sure)) { drop(item.id).then(show); }
      });
      made.push(node);
    }
    list.replaceChildren(...made);
    document.getElementById("none").hidden = Boolean(made.length);
    document.getElementById("over").hidden = !isOver;
  };
  const listKept = async (list) => {
    for (const name of (await caches.keys()).filter((each) => each.startsWith("kept-"))) {
      const cache = await caches.open(name);
      for (const asked of await cache.keys()) {
        const answer = await cache.match(asked);
        const kept = Number(answer.headers.get("X-Kept-At"));
        if (!(answer.headers.get("Content-Type") || "").startsWith("text/html")) { continue; }
        if (!(Math.abs(Date.now() - kept) < DAY)) { continue; }
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const link = document.createElement("a");
        link.href = new URL(asked.url).pathname;
        link.textContent = page.querySelector("h1").textContent;
        const line = document.createElement("li");
        const at = new Date(kept).toLocaleTimeString(root.lang, { timeStyle: "short" });
        line.append(link, ` ${link.pathname.split("/")[2] || ""} · ${at}`);
        list[link.pathname === "/bureau" ? "prepend" : "append"](line);
      }
    }
    document.getElementById("kept-none").hidden = Boolean(list.children.length);
  };

  // A form is sent by us, so that it waits where nothing answers.
  const say = (text) => {
    const place = document.getElementById("status");
    const line = document.createElement("p");
    line.className = "error";
    line.textContent = text;
    place.replaceChildren(line);
    place.scrollIntoView({ block: "nearest" });
  };
  const go = (to) => {
    const next = new URL(to, location.href);
    if (next.pathname + next.search !== here.pathname + here.search) { location.assign(to); return; }
    location.hash = next.hash;
    location.reload();
  };
  const again = (form, id) => location.assign(
    `/demandes/${form.dataset.waits}?depuis=${encodeURIComponent(form.elements.vu.value)}&envoi=${id}#composer`,
  );
  const send = async (form) => {
    const id = form.elements.envoi.value || crypto.randomUUID();
    form.elements.envoi.value = id;
    const button = form.querySelector("button:not([formaction])");
    button.disabled = true;
    const files = given(form);
    let found = null;
    if (!isCopy) {
      const data = new FormData(form);
      if (!files.length) { data.delete("photo"); }
      try { found = await post(form.action, data, { keepalive: !files.length }); } catch { /* it waits */ }
    }
    const told = found ? found.told : {};
    if (told.outcome === "done") {
      await drop(id).catch(() => {});
      go(told.to);
      return;
    }
    try {
      if (!found || (isAwayNow(found.status) && !told.outcome) || (told.outcome && files.length)) {
        const me = await who(false);
        // Somebody else signed in since this page was made: what was typed here is not theirs to send.
        if (me.jeton !== form.elements.jeton.value) { button.disabled = false; say(sign.dataset.cannot); return; }
        await keepForm(me, form, id, told.outcome || "waiting", told.why || "");
        if (told.outcome) { again(form, id); } else { location.assign("/hors-ligne#attente"); }
        return;
      }
    } catch (wrong) {
      if (wrong.message === "full") { button.disabled = false; say(sign.dataset.full); return; }
    }
    form.submit();
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (event.defaultPrevented || form.method !== "post") { return; }
    const waits = form.dataset.waits && !(button && button.hasAttribute("formaction"));
    if (form.classList.contains("leave")) { event.preventDefault(); leave(form); }
    else if (waits) { event.preventDefault(); send(form); }
    else if (isCopy) { event.preventDefault(); say(sign.dataset.cannot); }
  });
  for (const field of document.querySelectorAll("input[type=file][data-most]")) {
    field.addEventListener("change", () => {
      const isTooMuch = field.files.length > Number(field.dataset.most)
        || [...field.files].some((each) => each.size > Number(field.dataset.mostBytes));
      field.setCustomValidity(isTooMuch ? field.dataset.tooMuch : "");
      field.reportValidity();
    });
  }

  // Signing out takes everything along, also what waits: its writer is asked first.
  const leave = async (form) => {
    const mine = await who(false).then(all).catch(() => []);
    if (mine.length && !window.confirm(filled(sign.dataset.leave, mine.length))) { return; }
    for (const name of await caches.keys()) { await caches.delete(name); }
    await new Promise((done) => {
      const gone = indexedDB.deleteDatabase("guichet");
      gone.onsuccess = gone.onerror = gone.onblocked = done;
    });
    form.submit();
  };

  // Something that waited is taken up again on the page of its request, which shows what came meanwhile.
  const resume = async (id) => {
    const me = await who(false);
    const item = (await all(me)).find((each) => each.id === id);
    if (!item) { return; }
    const words = await wordsOf(me, item);
    const form = [...document.querySelectorAll("form[data-waits]")]
      .find((each) => new URL(each.action).pathname === words.action);
    if (!form) { return; }
    const part = form.closest(".panel");
    for (const id of { answer: ["tab-answer"], inside: ["tab-note"], action: ["tab-action", "do-state"] }[part.id]) { document.getElementById(id).checked = true; }
    for (const [name, value] of words.fields) {
      const field = form.elements[name];
      if (!field || field.type === "hidden") { continue; }
      field.value = value;
      if (field.tagName === "SELECT" && field.value !== value) { field.selectedIndex = -1; }
    }
    const photos = form.querySelector("input[type=file]");
    const carried = new DataTransfer();
    for (const file of await filesOf(me, item, words)) { carried.items.add(file); }
    if (photos) { photos.files = carried.files; }
    form.elements.envoi.value = id;
    form.dataset.resumed = "1";
    form.querySelector("textarea").focus();
  };

  const kept = document.getElementById("kept");
  if (kept) { listKept(kept).catch(() => {}); }
  if (here.searchParams.get("envoi")) { resume(here.searchParams.get("envoi")).catch(() => {}); }
  const desk = document.querySelector("[data-gather]");
  const saves = navigator.connection && navigator.connection.saveData;
  if (desk && !isCopy && !saves) {
    navigator.serviceWorker.ready.then(({ active }) => active.postMessage({ gather: desk.dataset.gather.split(" ").filter(Boolean) }));
  }
  window.addEventListener("online", () => { offline(false); flush(); });
  window.addEventListener("offline", () => offline(true));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { flush(); } });
  window.setInterval(() => { if (!document.hidden && sign && !sign.hidden) { flush(); } }, 30000);
  show().catch(() => {});
  flush();
})();
