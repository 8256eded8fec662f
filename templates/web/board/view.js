"use strict";
// Photos of a request one after the other, large: by buttons, arrow keys, Esc. Without this script each opens by itself.
(() => {
  const box = document.getElementById("viewer");
  const links = [...document.querySelectorAll("a[data-photo]")];
  if (!box || !links.length) { return; }
  const photos = [...new Map(links.map((each) => [each.getAttribute("href"), each])).values()];
  const [stage, title, beside, whole, where] = [".stage", "h2", "[data-beside]", "[data-whole]", "[data-map]"].map((each) => box.querySelector(each));
  const image = document.createElement("img");
  stage.append(image);
  let at = 0, turn = 0, from = null;
  const turned = () => { stage.dataset.turn = String(turn); };
  const show = (index) => {
    at = (index + photos.length) % photos.length;
    const photo = photos[at];
    turn = 0;
    turned();
    stage.classList.remove("near");
    image.src = photo.getAttribute("href");
    image.alt = photo.dataset.photo;
    title.textContent = title.dataset.of.replace("{n}", at + 1).replace("{all}", photos.length);
    beside.textContent = [photo.dataset.photo, photo.dataset.taken].filter(Boolean).join(" · ");
    whole.href = photo.getAttribute("href");
    where.hidden = !photo.dataset.where;
    if (photo.dataset.where) { where.href = photo.dataset.where; } else { where.removeAttribute("href"); }
  };
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
      event.preventDefault();
      from = link;
      show(photos.findIndex((each) => each.getAttribute("href") === link.getAttribute("href")));
      box.showModal();
    });
  }
  for (const each of box.querySelectorAll("[data-step]")) {
    each.hidden = photos.length < 2;
    each.addEventListener("click", () => show(at + Number(each.dataset.step)));
  }
  box.querySelector("[data-rotate]").addEventListener("click", () => { turn = (turn + 1) % 4; turned(); });
  box.querySelector("[data-zoom]").addEventListener("click", () => stage.classList.toggle("near"));
  box.addEventListener("keydown", (event) => {
    // The single keys of the page behind are not meant.
    event.stopPropagation();
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    // A photo seen from near is scrolled by the arrows.
    if (by && !stage.classList.contains("near")) { event.preventDefault(); show(at + by); }
    else if (event.key === "r") { turn = (turn + 1) % 4; turned(); }
    else if (event.key === "+" || event.key === "-") { stage.classList.toggle("near", event.key === "+"); }
  });
  box.addEventListener("close", () => { image.removeAttribute("src"); from?.focus(); });
})();
