"use strict";
// A map on its ground: the town's own pictures when it has some, nothing that moves for whoever asked for calm.
(() => {
  if (!window.L) { return; }
  L.grounded = (node) => {
    const { tiles, within, from, credit, nothing, closer, farther } = node.dataset;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    L.Util.emptyImageUrl = nothing;
    const map = L.map(node, {
      zoomControl: false, attributionControl: false, minZoom: 5, maxZoom: 19,
      fadeAnimation: !calm, zoomAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm,
    });
    L.control.zoom({ zoomInTitle: closer, zoomOutTitle: farther }).addTo(map);
    if (tiles) {
      const words = document.createElement("span");
      words.textContent = credit;
      L.control.attribution({ prefix: false }).addTo(map);
      const limits = within ? within.split(",").map(Number) : [-90, -180, 90, 180];
      const bounds = [limits.slice(0, 2), limits.slice(2)];
      L.tileLayer(tiles, { minZoom: Math.max(5, Number(from)), maxZoom: 19, bounds, attribution: words.innerHTML }).addTo(map);
    }
    return map;
  };
})();
