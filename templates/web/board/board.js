"use strict";
// Nothing here is needed: every page works without it.
(() => {
  const store = {
    get: (key) => { try { return sessionStorage.getItem(key); } catch { return null; } },
    set: (key, text) => { try { text ? sessionStorage.setItem(key, text) : sessionStorage.removeItem(key); } catch { /* full, or refused */ } },
  };
  // Words stay in this tab at once, and on the server a moment later where there is a request they are about, until
  // they are sent. `brouillon` says which draft they go on with: when it was changed elsewhere meanwhile, the server
  // keeps both.
  const SOON = 2500;
  // The part of the composer that something stands in is chosen, and the one it is part of.
  const TABS = { answer: "tab-answer", inside: "tab-note", acts: "tab-action", action: "do-state", give: "do-give" };
  const show = (node) => {
    for (let panel = node.closest(".panel"); panel; panel = panel.parentElement.closest(".panel")) {
      document.getElementById(TABS[panel.id]).checked = true;
    }
  };
  const read = (key) => { try { return JSON.parse(store.get(key)); } catch { return null; } };
  const arrived = `guichet:${document.body.dataset.sent}`;
  if (read(arrived)?.isSent) { store.set(arrived, ""); }
  // The part that was chosen last is the one that the next request begins with, unless something waits in another.
  const composer = document.getElementById("composer");
  const LAST = "guichet-part";
  const remember = () => { try { localStorage.setItem(LAST, composer.querySelector("[name=part]:checked").id); } catch { /* refused */ } };
  if (composer && !composer.dataset.part) {
    let last = null;
    try { last = localStorage.getItem(LAST); } catch { /* refused */ }
    if (Object.values(TABS).includes(last)) { document.getElementById(last).checked = true; }
  }
  composer?.addEventListener("change", (event) => { if (event.target.name === "part") { remember(); } });
  for (const field of document.querySelectorAll("textarea[data-keep]")) {
    const key = "guichet:" + field.dataset.keep;
    const form = field.form;
    const base = form.elements.brouillon || { value: "" };
    const said = form.querySelector("[data-kept]");
    let onServer = base.value ? field.value : "";
    let timer = 0;
    let going = null;
    const keep = async (isLeaving) => {
      window.clearTimeout(timer);
      timer = 0;
      const text = field.value;
      if (!field.dataset.draft) { return false; }
      if (text === onServer) { return true; }
      if (going && !isLeaving) { soon(); return false; }
      const body = new URLSearchParams({ jeton: form.elements.jeton.value, page: "1", brouillon: base.value, [field.name]: text });
      const mine = going = new AbortController();
      try {
        const answer = await fetch(field.dataset.draft, { method: "POST", body, keepalive: Boolean(isLeaving), redirect: "error", signal: mine.signal });
        if (!answer.ok) { throw new Error(String(answer.status)); }
        const kept = await answer.json();
        base.value = kept.mark;
        onServer = text;
        said.textContent = kept.said;
        said.classList.remove("lost");
        if (field.value === text && (kept.mark || !text.trim())) { store.set(key, ""); }
        return true;
      } catch {
        if (!mine.signal.aborted && !isLeaving) { said.textContent = field.dataset.lost; said.classList.add("lost"); }
        return false;
      } finally { going = null; }
    };
    const soon = () => { if (!timer) { timer = window.setTimeout(keep, SOON); } };
    const hold = (isSent) => store.set(key, field.value && JSON.stringify({ text: field.value, base: base.value, isSent }));
    const kept = read(key);
    if (kept && kept.text === field.value) {
      store.set(key, "");
    } else if (kept && kept.text) {
      const isBehind = kept.base !== base.value;
      field.value = kept.text;
      base.value = kept.base;
      show(field);
      keep().then((done) => {
        if (done && !base.value) { field.value = ""; store.set(key, ""); }
        else if (done && isBehind && field.value === kept.text) { location.reload(); }
      });
    }
    field.addEventListener("input", () => { hold(false); soon(); });
    field.addEventListener("blur", () => keep());
    window.addEventListener("pagehide", () => { if (timer) { keep(true); } });
    form.addEventListener("submit", (event) => {
      window.clearTimeout(timer);
      timer = 0;
      onServer = field.value;
      if (going) { going.abort(); }
      if (event.submitter && event.submitter.hasAttribute("formaction")) { store.set(key, ""); } else { hold(true); }
    });
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // Who else is writing about this request.
  const presence = document.getElementById("presence");
  if (presence) {
    const ask = async () => {
      if (document.hidden) { return; }
      try {
        const answer = await fetch(presence.dataset.presence, { headers: { "X-Guichet-Live": "1" }, redirect: "error" });
        if (!answer.ok) { return; }
        const { said } = await answer.json();
        presence.hidden = !said;
        if (presence.textContent !== said) { presence.textContent = said; }
      } catch { /* the next time */ }
    };
    window.setInterval(ask, 20000);
    document.addEventListener("visibilitychange", ask);
    document.addEventListener("presence", ask);
  }

  // With Shift a box is ticked together with all between it and the one before.
  const several = document.querySelector("form.several");
  let ticked = null;
  several?.addEventListener("click", (event) => {
    if (!event.target.matches("input[name=ref]")) { return; }
    const boxes = [...several.querySelectorAll("input[name=ref]")];
    const ends = [boxes.indexOf(ticked), boxes.indexOf(event.target)].sort((one, other) => one - other);
    if (event.shiftKey && ends[0] >= 0) { for (const each of boxes.slice(ends[0], ends[1] + 1)) { each.checked = event.target.checked; } }
    ticked = event.target;
  });

  // What was done by the page before is read out, wherever the focus is now.
  const [done, aloud] = ["status", "live"].map((id) => document.getElementById(id));
  if (done?.innerText.trim() && aloud) { window.setTimeout(() => { aloud.textContent = done.innerText; }, 400); }

  // By keys and by the bar under the thumb.
  const open = (name) => {
    const panel = document.getElementById(name);
    show(panel);
    remember();
    const field = panel.querySelector("select, textarea") || panel;
    field.focus({ preventScroll: true });
    composer.scrollIntoView({ block: "nearest" });
  };

  // The actions of a request are under the thumb on a telephone.
  for (const link of document.querySelectorAll("[data-opens]")) {
    link.addEventListener("click", (event) => { event.preventDefault(); open(link.dataset.opens); });
  }

  // What is unfolded over the page goes when one looks elsewhere.
  const menus = () => document.querySelectorAll("details:is(.menu, .more)[open]");
  document.addEventListener("click", (event) => { for (const each of menus()) { if (!each.contains(event.target)) { each.open = false; } } });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") { return; }
    for (const each of menus()) { if (each.contains(document.activeElement)) { each.querySelector("summary").focus(); } each.open = false; }
  });

  // Single keys, which whoever speaks to their computer can switch off (WCAG 2.1.4).
  const help = document.getElementById("keys");
  if (!help) { return; }
  const box = document.getElementById("keys-on");
  // A cookie, since signing out takes along whatever else this browser keeps.
  const isOn = () => !document.cookie.split("; ").includes("guichet-keys=off");
  box.checked = isOn();
  box.addEventListener("change", () => { document.cookie = `guichet-keys=${box.checked ? "on" : "off"}; path=/; max-age=31536000; samesite=lax`; });
  const places = { b: "/bureau", t: "/tableau", l: "/demandes", c: "/carte", n: "/nouvelle" };
  const parts = { r: "answer", n: "inside", e: "action", a: "give" };
  let going = 0;
  const step = (by) => {
    const links = [...document.querySelectorAll(".card .what a, tbody th a")];
    const at = links.indexOf(document.activeElement);
    const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1)];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.ctrlKey || event.altKey || event.metaKey || typing || help.open) { return; }
    if (event.key === "?") { event.preventDefault(); help.showModal(); return; }
    if (!isOn()) { return; }
    const key = event.key.toLowerCase();
    if (Date.now() - going < 1500 && places[key]) { event.preventDefault(); location.assign(places[key]); return; }
    going = key === "g" ? Date.now() : 0;
    if (key === "/") { event.preventDefault(); document.getElementById("find").focus(); }
    else if (key === "j" || key === "k") { event.preventDefault(); step(key === "j" ? 1 : -1); }
    else if (key === "o" && document.activeElement.matches("a")) { event.preventDefault(); document.activeElement.click(); }
    else if (key === "x") { document.activeElement.closest("tr")?.querySelector("input[type=checkbox]")?.click(); }
    else if (parts[key] && composer) { event.preventDefault(); open(parts[key]); }
  });
})();
