/* Forms that save themselves: what is not saved yet stays in the browser, and goes when the network is back. */
(() => {
  "use strict";

  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const person = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-Person"] || "";
  const key = `utkast:${person}:${location.pathname}`;
  const said = document.getElementById("sparat");
  const skipped = ["csrfmiddlewaretoken", "version"];
  const fields = () => Array.from(new FormData(form)).filter(([name, value]) => !skipped.includes(name) && typeof value === "string");
  const written = () => JSON.stringify(fields());
  const first = written();

  const keep = () => { try { sessionStorage.setItem(key, written()); } catch { /* a full store loses nothing on the page */ } };
  const drop = () => sessionStorage.removeItem(key);
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", drop);

  let waiting = 0;
  const again = () => { waiting = 0; form.dispatchEvent(new Event("change", { bubbles: true })); };
  document.addEventListener("htmx:sendError", (event) => {
    if (!form.contains(event.detail.elt) && event.detail.elt !== form) return;
    said.textContent = "Inget nät. Texten finns kvar här och sparas när nätet är tillbaka.";
    clearTimeout(waiting);
    waiting = setTimeout(again, 10000);
  });
  addEventListener("online", again);
  let sent = "";
  document.addEventListener("htmx:beforeRequest", (event) => { if (event.detail.elt === form) { sent = written(); said.textContent = "Sparar …"; } });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form || !event.detail.successful) return;
    if (written() === sent) drop();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.xhr.status === 409) form.removeAttribute("hx-post");
  });

  const left = sessionStorage.getItem(key);
  if (!left || left === first) return;
  const note = document.createElement("p");
  note.className = "note mt4";
  note.append("Det finns text som inte hann sparas. ");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn sec sm";
  button.textContent = "Återställ den";
  button.addEventListener("click", () => {
    const values = new Map(JSON.parse(left));
    Array.from(form.elements).forEach((control) => {
      if (!values.has(control.name) || skipped.includes(control.name)) return;
      if (control.type === "radio" || control.type === "checkbox") control.checked = values.get(control.name) === control.value;
      else control.value = values.get(control.name);
    });
    note.remove();
    again();
  });
  note.append(button);
  form.prepend(note);
})();
