/* Ties our forms to allauth's script: <form data-passkey="addForm|authenticateForm|loginForm"> with the button
   #passnyckel. */
(() => {
  "use strict";

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-passkey]");
    const passwordless = form.querySelector("[name=passwordless]");
    const ids = {
      credential: form.querySelector("[name=credential]").id,
      data: "js_data",
      passwordless: passwordless ? passwordless.id : undefined,
    };
    ids.add = ids.authenticate = ids.login = "passnyckel";
    form.hidden = false;
    window.allauth.webauthn.forms[form.dataset.passkey]({ ids });
  });

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.querySelector("[data-passkey-error]").hidden = false;
  });
})();
