"use strict";
// The marks of the map, asked anew when it moves. Without it the page is the list beside. No popup: what a mark
// stands for is shown in that list, which is read aloud, and holds in a strict policy.
(() => {
  const node = document.getElementById("map");
  if (!node || !window.L) { return; }
  node.hidden = false;
  const { extent, filter, tiles, failed } = node.dataset;
  const list = document.getElementById("here");
  const title = document.getElementById("beside");
  const said = document.getElementById("map-said");
  const map = L.grounded(node);
  // Without pictures the town itself is what one finds one's way by: squares, a scale, its buildings and streets.
  const squares = L.GridLayer.extend({ createTile: () => Object.assign(document.createElement("div"), { className: "square" }) });
  if (!tiles) {
    new squares({ minZoom: 5, maxZoom: 19 }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    map.createPane("landmarks").setAttribute("aria-hidden", "true");
  }
  const [south, west, north, east] = extent.split(",").map(Number);
  map.fitBounds([[south, west], [north, east]], { maxZoom: 16, padding: [40, 40], animate: false });

  if (node.dataset.photo) {
    const face = Object.assign(document.createElement("span"), { className: "pin photo" });
    const icon = L.divIcon({ html: face, className: "mark-of-photo", iconSize: [44, 44] });
    const alt = node.dataset.photoSaid;
    const at = node.dataset.photo.split(",").map(Number);
    L.marker(at, { icon, alt, title: alt, keyboard: false, interactive: false }).addTo(map);
  }
  const marks = L.layerGroup().addTo(map);
  let asking = null;
  const ask = async (path, box, more) => {
    const query = new URLSearchParams({ s: box.south, o: box.west, n: box.north, e: box.east, ...more });
    const answer = await fetch(`${path}${filter}&${query}`, { signal: asking.signal, headers: { "X-Guichet-Live": "1" } });
    if (!answer.ok) { throw new Error(String(answer.status)); }
    return answer;
  };
  const clamp = (value, most) => Math.max(-most, Math.min(most, value));
  const shown = () => {
    const box = map.getBounds().pad(0.2);
    return {
      south: clamp(box.getSouth(), 90), west: clamp(box.getWest(), 540),
      north: clamp(box.getNorth(), 90), east: clamp(box.getEast(), 540),
    };
  };
  const fail = (wrong) => { if (wrong.name !== "AbortError") { said.textContent = failed; } };
  const begin = () => { asking?.abort(); asking = new AbortController(); };

  const open = async (each) => {
    if (!each.together) {
      const { south: s, west: w, north: n, east: e } = each.box;
      map.fitBounds([[s, w], [n, e]], { padding: [40, 40], maxZoom: 19 });
      return;
    }
    begin();
    try {
      const answer = await ask("/carte/ici", each.box, {});
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      list.replaceChildren(...page.body.childNodes);
      title.textContent = title.dataset.picked;
      said.textContent = each.label;
      title.focus({ preventScroll: innerWidth > 820 });
    } catch (wrong) { fail(wrong); }
  };
  const draw = (each) => {
    const face = document.createElement("span");
    face.className = `pin ${each.kind}${each.late ? " late" : ""}${each.count > 1 ? " many" : ""}`;
    face.textContent = each.count > 1 ? each.count : each.late ? "!" : "";
    const icon = L.divIcon({ html: face, className: "mark-of-map", iconSize: [44, 44] });
    const mark = L.marker(each.at, { icon, alt: each.label, title: each.label, riseOnHover: true });
    mark.on("click", () => open(each)).addTo(marks);
    const drawn = mark.getElement();
    drawn.setAttribute("aria-label", each.label);
    drawn.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); open(each); } });
  };
  const whole = [...list.childNodes];
  const look = async () => {
    begin();
    if (title.textContent !== title.dataset.all) {
      list.replaceChildren(...whole);
      title.textContent = title.dataset.all;
      said.textContent = "";
    }
    try {
      const found = await (await ask("/carte/points", shown(), { z: map.getZoom() })).json();
      const at = document.activeElement?.closest?.(".mark-of-map")?.getAttribute("aria-label");
      marks.clearLayers();
      found.marks.forEach(draw);
      if (at) { [...node.querySelectorAll(".mark-of-map")].find((each) => each.getAttribute("aria-label") === at)?.focus(); }
      node.dataset.drawn = found.marks.length;
    } catch (wrong) { fail(wrong); }
  };
  const known = L.layerGroup().addTo(map);
  const name = (each, taken) => {
    const words = Object.assign(document.createElement("span"), { className: `landmark ${each.kind}`, textContent: each.name });
    const icon = L.divIcon({ html: words, className: "", iconSize: [0, 0] });
    const drawn = L.marker(each.at, { icon, pane: "landmarks", interactive: false, keyboard: false, alt: "" });
    drawn.addTo(known);
    // Of two names that would lie one over the other the first is shown.
    const box = words.getBoundingClientRect();
    const over = (other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;
    if (taken.some(over)) { if (each.kind === "street") { drawn.remove(); } else { words.classList.add("bare"); } } else { taken.push(box); }
  };
  const around = async () => {
    try {
      const { south: s, west: o, north: n, east: e } = shown();
      const query = new URLSearchParams({ s, o, n, e, z: map.getZoom() });
      const answer = await fetch(`/carte/reperes?${query}`, { headers: { "X-Guichet-Live": "1" } });
      if (!answer.ok) { return; }
      const { landmarks } = await answer.json();
      known.clearLayers();
      const taken = [];
      for (const each of landmarks) { name(each, taken); }
      node.dataset.known = landmarks.length;
    } catch { /* the marks are what matters */ }
  };
  map.on("moveend", look);
  look();
  if (!tiles) { map.on("moveend", around); around(); }
})();
