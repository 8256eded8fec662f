"use strict";
// While a request is written, what would become of it stands below: asked for when typing rests. Without this script
// the button asks.
(() => {
  const place = document.querySelector("[data-glance]");
  if (!place) { return; }
  const form = place.closest("form");
  const REST = 700;
  let timer = 0, asking = null, shown = "";
  const names = ["texte", "objet", "adresse", "lieu", "latitude", "longitude", "origine", "contact", "jeton"];
  const look = async () => {
    const given = new FormData(form);
    const body = new URLSearchParams({ page: "1" });
    for (const name of names) { body.set(name, given.get(name) || ""); }
    const said = body.toString();
    if (said === shown) { return; }
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(place.dataset.glance, { method: "POST", body, redirect: "error", signal: asking.signal, headers: { "X-Guichet-Live": "1" } });
      if (!answer.ok) { throw new Error(String(answer.status)); }
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      if (fresh.innerHTML !== place.innerHTML) { place.replaceChildren(...fresh.childNodes); }
      shown = said;
    } catch { /* the next time; the form goes its way without it */ }
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(look, REST); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  if (form.elements.texte.value.trim()) { soon(); }
})();
