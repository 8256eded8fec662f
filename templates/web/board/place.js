"use strict";
// The field of an address proposes those of the town; a map beside takes a place by touch, by mouse, or by the arrow
// keys and Enter. Without this script the field alone says where it is.
(() => {
  const whole = document.querySelector("[data-place]");
  if (!whole) { return; }
  const field = whole.querySelector("#adresse");
  const list = whole.querySelector("datalist");
  const [north, east] = ["latitude", "longitude"].map((name) => whole.querySelector(`[name=${name}]`));
  const node = whole.querySelector(".place-map");
  const said = whole.querySelector("[role=status]");
  const ask = async (query, signal) => {
    const answer = await fetch(`/carte/adresses?${new URLSearchParams(query)}`, { signal, headers: { "X-Guichet-Live": "1" } });
    if (!answer.ok) { throw new Error(String(answer.status)); }
    return (await answer.json()).addresses;
  };
  let asking = null, rest = 0, mark = null;
  const begin = () => { asking?.abort(); asking = new AbortController(); return asking.signal; };
  const propose = async () => {
    try {
      const found = await ask({ q: field.value }, begin());
      list.replaceChildren(...found.map((each) => Object.assign(document.createElement("option"), { value: each })));
    } catch { list.replaceChildren(); }
  };
  field.addEventListener("input", () => {
    // What is typed now says where it is, no longer what was pointed at.
    north.value = east.value = "";
    if (mark) { mark.remove(); mark = null; }
    if (said) { said.textContent = ""; }
    clearTimeout(rest);
    rest = setTimeout(propose, 150);
  });
  if (!node || !window.L) { return; }
  const { at, middle } = node.dataset;
  let map = null;
  const face = () => Object.assign(document.createElement("span"), { className: "pin new" });
  const point = (place) => {
    mark?.remove();
    mark = L.marker(place, { icon: L.divIcon({ html: face(), className: "mark-of-map", iconSize: [44, 44] }), interactive: false, keyboard: false }).addTo(map);
  };
  const put = async (place) => {
    const where = place.wrap();
    point(where);
    north.value = where.lat.toFixed(6);
    east.value = where.lng.toFixed(6);
    field.value = "";
    said.textContent = said.dataset.put;
    try {
      const [near] = await ask({ la: north.value, lo: east.value }, begin());
      if (near) { field.value = near; said.textContent = `${said.dataset.near} ${near}`; }
    } catch { /* the place alone says it */ }
    whole.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const open = () => {
    if (map) { map.invalidateSize(); return; }
    node.hidden = false;
    map = L.grounded(node);
    map.setView(middle.split(",").map(Number), at ? 17 : 14, { animate: false });
    const kept = north.value ? [Number(north.value), Number(east.value)] : at ? at.split(",").map(Number) : null;
    if (kept) { point(kept); }
    map.on("click", (event) => put(event.latlng));
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === node) { event.preventDefault(); put(map.getCenter()); }
    });
    node.dataset.drawn = "1";
  };
  // A map that is folded away has no size to be drawn in.
  const folded = whole.closest("details");
  if (!folded || folded.open) { open(); }
  folded?.addEventListener("toggle", () => { if (folded.open) { open(); } });
})();
