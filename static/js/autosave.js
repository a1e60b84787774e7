/* What is typed is never lost: it stays in the browser until the server has it.
   Forms with hx-post save themselves too. */
(() => {
  "use strict";

  const person = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-Person"] || "";
  const SKIPPED = ["csrfmiddlewaretoken", "version", "confirm", "once", "do", "reviewed"];
  const SENT = "skickat:";
  const store = {
    get: (key) => { try { return sessionStorage.getItem(key); } catch { return null; } },
    set: (key, text) => {
      try { sessionStorage.setItem(key, text); } catch { /* a full store loses nothing on the page */ }
    },
    drop: (key) => {
      try {
        sessionStorage.removeItem(key);
        sessionStorage.removeItem(SENT + key);
      } catch { /* nothing was kept */ }
    },
  };

  const written = (form) => JSON.stringify(Array.from(new FormData(form)).filter(
    ([name, value]) => !SKIPPED.includes(name) && typeof value === "string",
  ));

  /* A deed that went through leads on to another page: what was sent is on the server */
  const navigation = performance.getEntriesByType("navigation")[0];
  if (navigation && navigation.redirectCount > 0) {
    try {
      const sent = Object.keys(sessionStorage).filter((key) => key.startsWith(SENT));
      sent.forEach((key) => store.drop(key.slice(SENT.length)));
    } catch { /* nothing was kept */ }
  }

  const fill = (form, left) => {
    const values = new Map();
    JSON.parse(left).forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    values.forEach((found, name) => {
      const prefix = name.endsWith("-TOTAL_FORMS") && name.slice(0, -12);
      const add = prefix && form.querySelector(`[data-add-row="${prefix}"]`);
      const total = prefix && form.elements[name];
      while (add && Number(total.value) < Math.min(Number(found[0]), 300)) add.click();
    });
    Array.from(form.elements).forEach((control) => {
      if (!control.name || SKIPPED.includes(control.name)) return;
      if (["file", "hidden", "submit", "button"].includes(control.type)) return;
      const found = values.get(control.name);
      const ticks = control.type === "radio" || control.type === "checkbox";
      if (ticks) control.checked = Boolean(found && found.includes(control.value));
      else if (found && found.length) control.value = found.shift();
    });
  };

  const offer = (form, left, after) => {
    const note = document.createElement("div");
    note.className = "note space-above-4";
    note.setAttribute("role", "status");
    note.append("Här finns text som inte hann sparas. ");
    const button = (word, deed) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button secondary compact";
      made.textContent = word;
      made.addEventListener("click", () => { note.remove(); deed(); });
      note.append(made, " ");
    };
    button("Återställ den", () => { fill(form, left); after(); });
    button("Kasta den", () => store.drop(form.dataset.key));
    form.prepend(note);
  };

  Array.from(document.querySelectorAll("form[data-guard]")).forEach((form, number) => {
    const key = `utkast:${person}:${location.pathname}:${number}`;
    const first = written(form);
    form.dataset.key = key;

    const keep = () => store.set(key, written(form));
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("submit", () => { keep(); store.set(SENT + key, "1"); });
    /* What was sent is on this page, in another shape */
    if (form.hasAttribute("data-received")) store.drop(key);
    const left = store.get(key);
    const changed = () => form.dispatchEvent(new Event("change", { bubbles: true }));
    if (left && left !== first) offer(form, left, changed);
    if (form.hasAttribute("hx-post")) autosave(form, key, changed);
  });

  /* One who signs out leaves nothing in the browser */
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-signs-out]")) return;
    try { sessionStorage.clear(); } catch { /* nothing was kept */ }
  });

  function autosave(form, key, changed) {
    const said = document.getElementById("sparat") || form.appendChild(document.createElement("p"));
    said.classList.add("saved");
    said.setAttribute("role", "status");
    let waiting = 0;
    let sent = "";
    const again = () => { waiting = 0; changed(); };
    document.addEventListener("htmx:sendError", (event) => {
      if (event.detail.elt !== form) return;
      said.textContent = "Inget nät. Texten finns kvar här och sparas när nätet är tillbaka.";
      clearTimeout(waiting);
      waiting = setTimeout(again, 10000);
    });
    addEventListener("online", () => { if (waiting) { clearTimeout(waiting); again(); } });
    document.addEventListener("htmx:beforeRequest", (event) => {
      if (event.detail.elt !== form) return;
      sent = written(form);
      said.textContent = "Sparar …";
    });
    document.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.elt !== form || !event.detail.successful) return;
      if (said.textContent === "Sparar …") said.textContent = "";
      if (written(form) === sent) store.drop(key);
    });
    document.addEventListener("htmx:afterSwap", (event) => {
      if (event.detail.elt === form && event.detail.xhr.status === 409) form.removeAttribute("hx-post");
    });
  }
})();
