"use strict";
// Passkeys are made and used by the browser alone: their forms are shown where it can. Signing in by mail works without.
(() => {
  const can = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON;
  if (!can) { return; }
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const said = form.querySelector("[role=status]");
    const button = form.querySelector("button");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      said.textContent = "";
      button.disabled = true;
      try {
        const body = new URLSearchParams({ jeton: form.elements.jeton.value });
        const answer = await fetch(form.dataset.ask, { method: "POST", body, redirect: "error" });
        if (!answer.ok) { throw new Error(String(answer.status)); }
        const asked = await answer.json();
        const made = form.dataset.passkey === "create"
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
        form.elements.reponse.value = JSON.stringify(made.toJSON());
        form.submit();
      } catch {
        button.disabled = false;
        said.textContent = form.dataset.lost;
        button.focus();
      }
    });
  }
})();
