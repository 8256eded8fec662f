"use strict";
// Nothing here is needed: every page works without it. It keeps what is typed in this tab until it is sent.
(() => {
  const store = {
    get: (key) => { try { return sessionStorage.getItem(key); } catch { return null; } },
    set: (key, text) => { try { text ? sessionStorage.setItem(key, text) : sessionStorage.removeItem(key); } catch { /* full, or refused */ } },
  };
  for (const field of document.querySelectorAll("textarea[data-keep]")) {
    const key = "guichet:" + field.dataset.keep;
    if (!field.value) {
      const kept = store.get(key);
      if (kept) { field.value = kept; const box = field.closest("details"); if (box) { box.open = true; } }
    }
    field.addEventListener("input", () => store.set(key, field.value));
    field.form.addEventListener("submit", () => store.set(key, ""));
  }

  // Single keys, which whoever speaks to their computer can switch off (WCAG 2.1.4).
  const help = document.getElementById("keys");
  if (!help) { return; }
  const box = document.getElementById("keys-on");
  const isOn = () => { try { return localStorage.getItem("guichet:keys") !== "off"; } catch { return true; } };
  box.checked = isOn();
  box.addEventListener("change", () => { try { localStorage.setItem("guichet:keys", box.checked ? "on" : "off"); } catch { /* refused */ } });
  const places = { b: "/bureau", t: "/tableau", l: "/demandes", n: "/nouvelle" };
  const parts = { r: ["answer", "texte"], n: ["inside", "note"], e: ["action", "verbe"], a: ["give", "a"] };
  let going = 0;
  const step = (by) => {
    const links = [...document.querySelectorAll(".card .what a, tbody th a")];
    const at = links.indexOf(document.activeElement);
    const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1)];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  };
  const open = (name) => {
    const [box, field] = parts[name].map((id) => document.getElementById(id));
    if (box) { box.open = true; (field || box).focus(); }
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
    else if (parts[key] && document.getElementById("composer")) { event.preventDefault(); open(key); }
  });
})();
