// Adds progress and an early check of sizes; without it the form works by itself.
"use strict";

function prepare() {
  const form = document.getElementById("depot");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

function send(form) {
  const status = document.getElementById("status");
  const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
  if (!files.length) return complain(form.dataset.nothing);
  if (files.some((file) => file.size > Number(form.dataset.maxBytes))) return complain(form.dataset.tooLarge);

  const button = form.querySelector("button");
  const bar = document.getElementById("bar");
  const request = new XMLHttpRequest();
  let said = 0;
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const percent = Math.floor((100 * event.loaded) / event.total);
    bar.value = percent;
    // A screen reader is told every quarter, not at every block.
    if (percent - said >= 25) {
      said = percent;
      status.textContent = `${form.dataset.sending} : ${percent} %`;
    }
  });
  request.addEventListener("load", () => {
    if (new URL(request.responseURL).pathname.endsWith("/merci")) return location.assign(request.responseURL);
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = page.getElementById("main");
    if (!main) return failed();
    document.getElementById("main").replaceWith(main);
    document.title = page.title;
    (document.getElementById("error") || main).focus();
    prepare();
  });
  const failed = () => {
    button.disabled = false;
    document.getElementById("progress").hidden = true;
    complain(form.dataset.failed);
  };
  request.addEventListener("error", failed);
  request.addEventListener("abort", failed);
  request.open("POST", form.action);
  const content = new FormData(form);
  button.disabled = true;
  document.getElementById("progress").hidden = false;
  status.textContent = form.dataset.sending;
  request.send(content);
}

function complain(sentence) {
  document.getElementById("status").textContent = "";
  let error = document.getElementById("error");
  if (!error) {
    error = document.createElement("p");
    error.id = "error";
    error.className = "error";
    error.tabIndex = -1;
    error.setAttribute("role", "alert");
    const form = document.getElementById("depot");
    form.before(error);
    for (const input of form.querySelectorAll("input[type=file]")) input.setAttribute("aria-describedby", "limits error");
  }
  error.textContent = sentence;
  error.focus();
}

prepare();
