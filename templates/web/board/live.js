"use strict";
// Lists that are open are kept as they are on the server. Nothing is needed here: pages work without it. One
// stream for all tabs of a browser: the tab that holds the lock listens, and tells the others.
(() => {
  const regions = () => document.querySelectorAll("[data-live]");
  if (!regions().length || !window.EventSource) { return; }
  const QUIET = 5000;
  const ALONE = 30000;
  const opened = performance.now();
  let asked = 0;
  let timer = 0;
  let isStale = false;
  let said = 0;

  const isTouched = (field) => field.tagName === "SELECT"
    ? [...field.options].some((each) => each.selected !== each.defaultSelected) && !field.options[0].selected
    : field.type === "checkbox" ? field.checked !== field.defaultChecked
    : "defaultValue" in field && field.value !== field.defaultValue;
  // What somebody works in is left alone: focus, a chosen option, typed text, a ticked box, what they unfolded or drag.
  const inUse = (node) => node.contains(document.activeElement) || node.matches(".dragged") || node.querySelector(".dragged, details[open]")
    || [...node.querySelectorAll("input:not([type=hidden]), select, textarea")].some(isTouched);

  const keyed = (node) => [...node.children].filter((each) => each.dataset.key);
  const settle = (old, fresh) => {
    if (old.isEqualNode(fresh)) { return; }
    const has = new Map(keyed(old).map((each) => [each.dataset.key, each]));
    const wanted = keyed(fresh);
    if (!has.size && !wanted.length) {
      if (inUse(old)) { isStale = true; } else { old.replaceChildren(...fresh.childNodes); }
      return;
    }
    const kept = new Set(wanted.map((each) => each.dataset.key));
    for (const [key, node] of has) {
      if (!kept.has(key)) { if (inUse(node)) { isStale = true; } else { node.remove(); } }
    }
    let at = old.firstElementChild;
    for (const node of wanted) {
      while (at && !(at.dataset.key && kept.has(at.dataset.key))) { at = at.nextElementSibling; }
      let mine = has.get(node.dataset.key);
      if (mine && !mine.isEqualNode(node)) {
        if (inUse(mine)) { isStale = true; } else { mine.replaceWith(node); if (at === mine) { at = node; } mine = node; }
      }
      mine = mine || node;
      if (at === mine) { at = at.nextElementSibling; }
      else if (!mine.isConnected || !inUse(mine)) { old.insertBefore(mine, at); }
    }
  };

  const say = () => {
    const place = document.getElementById("live");
    if (!place || Date.now() - said < 10000) { return; }
    said = Date.now();
    place.textContent = "";
    window.setTimeout(() => { place.textContent = place.dataset.said; }, 50);
  };

  const look = async () => {
    timer = 0;
    if (document.hidden) { isStale = true; return; }
    asked = Date.now();
    isStale = false;
    let page;
    try { page = await fetch(location.href, { headers: { "X-Guichet-Live": "1" }, redirect: "error" }); } catch { return; }
    if (!page.ok) { return; }
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    const before = document.querySelector("main").innerHTML;
    for (const old of regions()) {
      const part = fresh.querySelector(`[data-live="${CSS.escape(old.dataset.live)}"]`);
      if (part) { settle(old, part); }
    }
    if (document.querySelector("main").innerHTML !== before) { say(); }
  };
  // Not all browsers of a town hall at once, and none more often than every few seconds.
  const soon = () => {
    if (!timer) { timer = window.setTimeout(look, Math.max(asked + QUIET - Date.now(), 0) + Math.random() * 700); }
  };
  document.addEventListener("visibilitychange", () => { if (!document.hidden && isStale) { soon(); } });
  document.addEventListener("focusout", () => { if (isStale) { soon(); } });

  const channel = "BroadcastChannel" in window ? new BroadcastChannel("guichet-live") : null;
  // Somebody came to a request that is open here, or began to write: the page asks who.
  const here = () => { document.dispatchEvent(new Event("presence")); };
  if (channel) { channel.addEventListener("message", (event) => { if (event.data === "presence") { here(); } else { soon(); } }); }
  const tell = () => { soon(); if (channel) { channel.postMessage(1); } };
  let isLeaving = false;
  window.addEventListener("pagehide", () => { isLeaving = true; });
  const listen = () => new Promise((done) => {
    const stream = new EventSource("/evenements");
    stream.addEventListener("change", tell);
    stream.addEventListener("presence", () => { here(); if (channel) { channel.postMessage("presence"); } });
    // What happened while nobody listened is not told again.
    stream.addEventListener("open", () => { if (performance.now() - opened > QUIET) { soon(); } });
    stream.addEventListener("error", () => { if (stream.readyState === EventSource.CLOSED) { done(); } });
    window.addEventListener("pagehide", () => { stream.close(); done(); });
  });
  // Where there is no stream (five browsers of one session, a proxy that lets none through) the page looks by itself.
  const rest = () => new Promise((done) => { window.setTimeout(done, ALONE); });
  const keepUp = async () => {
    for (;;) {
      await listen();
      if (isLeaving) { return; }
      await rest();
      tell();
    }
  };
  if (navigator.locks && channel) { navigator.locks.request("guichet-live", keepUp); } else { keepUp(); }
})();
