"use strict";
// Zones drawn over a photo with a mouse, a pen or a finger are numbers in the fields below it; typed numbers are drawn.
(() => {
  const form = document.querySelector("[data-covering]");
  if (!form) { return; }
  const photo = form.querySelector(".photo");
  const names = ["gauche", "haut", "largeur", "hauteur"];
  const rows = [...form.querySelectorAll(".zone")].map((row) => [...row.querySelectorAll("input")]);
  const numbers = (row) => row.map((field) => Number(field.value.replace(",", ".")) || 0);
  const isFree = (row) => !(numbers(row)[2] > 0 && numbers(row)[3] > 0);
  const show = () => {
    photo.querySelectorAll(".covered").forEach((each) => each.remove());
    for (const row of rows.filter((each) => !isFree(each))) {
      const box = Object.assign(document.createElement("span"), { className: "covered" });
      numbers(row).forEach((n, at) => { box.style[["left", "top", "width", "height"][at]] = `${n}%`; });
      photo.append(box);
    }
  };
  const put = (row, values) => row.forEach((field, at) => { field.value = values[at] === "" ? "" : values[at].toFixed(1); });
  const at = (event) => {
    const place = photo.getBoundingClientRect();
    const within = (n) => Math.min(100, Math.max(0, n));
    return [within((event.clientX - place.left) / place.width * 100), within((event.clientY - place.top) / place.height * 100)];
  };
  let row = null;
  let from = null;
  photo.addEventListener("pointerdown", (event) => {
    row = rows.find(isFree) || null;
    if (!row || event.button) { return; }
    event.preventDefault();
    photo.setPointerCapture(event.pointerId);
    from = at(event);
  });
  photo.addEventListener("pointermove", (event) => {
    if (!from) { return; }
    const to = at(event);
    put(row, [0, 1].map((n) => Math.min(from[n], to[n])).concat([0, 1].map((n) => Math.abs(to[n] - from[n]))));
    show();
  });
  const end = () => {
    // A touch that drew nothing is no zone.
    if (from && row && numbers(row).slice(2).some((n) => n < 0.5)) { put(row, names.map(() => "")); }
    from = null;
    show();
  };
  photo.addEventListener("pointerup", end);
  photo.addEventListener("pointercancel", end);
  form.addEventListener("input", show);
  const clear = form.querySelector("[data-clear]");
  clear.addEventListener("click", () => { rows.forEach((each) => put(each, names.map(() => ""))); show(); });
  clear.hidden = form.querySelector("[data-drawn]").hidden = false;
  photo.classList.add("drawable");
  show();
})();
