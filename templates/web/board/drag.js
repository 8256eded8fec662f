"use strict";
// A card is moved by dragging as by its menu and button: the same form is sent, with the verb that leads to the column.
// With a mouse after eight pixels; by touch after a quarter of a second's rest. Columns may be off the screen: the same
// places are on a bar at its foot.
(() => {
  const board = document.querySelector(".columns");
  if (!board) { return; }
  const SLOP = 8, REST = 250;
  let card = null, from = null, timer = 0, isMoving = false, isTakenBack = false, over = null, bar = null;
  const verbs = () => [...card.querySelectorAll("select[name=verbe] option")];
  const leadsTo = (column) => verbs().filter((each) => each.dataset.to === column.dataset.state);
  const mark = (node) => {
    if (over === node) { return; }
    over?.classList.remove("over");
    over = node;
    over?.classList.add("over");
  };
  const place = (event) => {
    const found = document.elementFromPoint(event.clientX, event.clientY);
    const drop = found?.closest(".drops button, .column.takes");
    mark(drop && !drop.contains(card) ? drop : null);
  };
  const begin = (event) => {
    isMoving = true;
    clearTimeout(timer);
    card.classList.add("dragged");
    document.body.classList.add("dragging");
    // In lanes a card stays in its own: only its state is changed.
    const lane = card.closest(".lane") || board;
    for (const column of lane.querySelectorAll(".column")) { column.classList.toggle("takes", leadsTo(column).length > 0); }
    bar = Object.assign(document.createElement("div"), { className: "drops" });
    bar.setAttribute("aria-hidden", "true");
    for (const verb of verbs()) {
      const button = Object.assign(document.createElement("button"), { type: "button", tabIndex: -1, textContent: verb.textContent });
      button.dataset.verb = verb.value;
      bar.append(button);
    }
    document.body.append(bar);
  };
  const end = () => {
    clearTimeout(timer);
    mark(null);
    bar?.remove();
    if (card) { card.classList.remove("dragged"); card.style.transform = ""; }
    document.body.classList.remove("dragging");
    for (const column of board.querySelectorAll(".takes")) { column.classList.remove("takes"); }
    card = from = bar = null;
    isMoving = false;
  };
  const drop = () => {
    const field = card.querySelector("select[name=verbe]");
    const found = over.dataset.verb ? [{ value: over.dataset.verb }] : leadsTo(over);
    // Of several verbs that lead there, whoever moves it says which.
    if (found.length > 1) { const mine = field; end(); mine.value = found[0].value; mine.focus(); return; }
    field.value = found[0].value;
    field.form.requestSubmit();
  };
  board.addEventListener("pointerdown", (event) => {
    const found = event.target.closest(".card");
    if (card || event.button || !found || event.target.closest("select, button, input") || !found.querySelector("select[name=verbe]")) { return; }
    card = found;
    from = event;
    if (event.pointerType !== "mouse") { timer = setTimeout(() => begin(event), REST); }
  });
  addEventListener("pointermove", (event) => {
    if (!card || event.pointerId !== from.pointerId) { return; }
    const [x, y] = [event.clientX - from.clientX, event.clientY - from.clientY];
    if (!isMoving) {
      if (Math.hypot(x, y) < SLOP) { return; }
      if (event.pointerType === "mouse") { begin(event); } else { end(); return; }
    }
    card.style.transform = `translate(${x}px, ${y}px)`;
    place(event);
  });
  addEventListener("pointerup", (event) => {
    if (isMoving || isTakenBack) {
      // Letting go over a link is no click.
      const swallow = (click) => { click.preventDefault(); click.stopPropagation(); };
      addEventListener("click", swallow, true);
      setTimeout(() => removeEventListener("click", swallow, true), 0);
    }
    isTakenBack = false;
    if (!card || event.pointerId !== from.pointerId) { return; }
    if (isMoving && over) { drop(); }
    end();
  });
  addEventListener("pointercancel", end);
  addEventListener("keydown", (event) => { if (event.key === "Escape" && isMoving) { isTakenBack = true; end(); } });
  // The page does not scroll, and no link is dragged by itself, while a card is.
  document.addEventListener("touchmove", (event) => { if (isMoving) { event.preventDefault(); } }, { passive: false });
  board.addEventListener("dragstart", (event) => event.preventDefault());
  // A slow telephone may think of its own menu before the rest is over.
  board.addEventListener("contextmenu", (event) => {
    if (isMoving || (card && from.pointerType !== "mouse")) { event.preventDefault(); }
  });
})();
