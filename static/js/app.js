/* Makes pages quicker to use. Every page works without it. */
(() => {
  "use strict";

  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  /* Rows of planned measures: <tbody data-rows="prefix"> with a <template data-row> and a hidden button data-add-row */
  const addRow = (button) => {
    const body = document.querySelector(`[data-rows="${button.dataset.addRow}"]`);
    const total = document.getElementById(`id_${button.dataset.addRow}-TOTAL_FORMS`);
    const template = document.querySelector(`template[data-row="${button.dataset.addRow}"]`);
    const row = template.content.cloneNode(true);
    const number = Number(total.value);
    const kept = all("[data-removable]:not([hidden]), tr:not([data-removable])", body).length;
    if (button.dataset.most && kept >= Number(button.dataset.most)) return;
    const named = (text) => text.replaceAll("__prefix__", number).replaceAll("__number__", number + 1);
    all("*", row).forEach((element) => {
      Array.from(element.attributes).forEach((attribute) => { attribute.value = named(attribute.value); });
    });
    all("label, .unseen, button", row).forEach((element) => {
      if (!element.children.length) element.textContent = named(element.textContent);
    });
    body.append(row);
    total.value = number + 1;
    body.lastElementChild.querySelector("input:not([type=hidden]), textarea").focus();
    changed(button.form);
  };

  const removeRow = (tick) => {
    const row = tick.closest("[data-removable]");
    if (row) row.hidden = tick.checked;
  };

  /* Rows in an order of their own: drag a row of [data-sort], and its own form says the new place */
  let dragged = null;
  const rowOf = (target) => target.closest && target.closest("[data-sort] > *");
  document.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("[data-sort] .number") && rowOf(event.target);
    if (row && row.querySelector("[data-place]")) row.draggable = true;
  });
  document.addEventListener("pointerup", () => {
    all("[data-sort] > [draggable]").forEach((row) => row.removeAttribute("draggable"));
  });
  document.addEventListener("dragstart", (event) => {
    dragged = rowOf(event.target);
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    dragged.classList.add("dragged");
  });
  document.addEventListener("dragover", (event) => {
    const over = rowOf(event.target);
    if (!dragged || !over || over.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    if (over === dragged) return;
    const box = over.getBoundingClientRect();
    over.parentElement.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? over : over.nextSibling);
  });
  document.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const place = dragged.querySelector("[data-place]");
    place.value = Array.from(dragged.parentElement.children).indexOf(dragged) + 1;
    place.form.requestSubmit();
  });
  document.addEventListener("dragend", () => {
    if (dragged) { dragged.classList.remove("dragged"); dragged.removeAttribute("draggable"); }
    dragged = null;
  });

  /* Unsaved text: <form data-guard>; an htmx save that succeeds clears it */
  const dirty = new Set();
  const changed = (form) => { if (form && form.matches("[data-guard]")) dirty.add(form); };
  addEventListener("beforeunload", (event) => { if (dirty.size) event.preventDefault(); });
  document.addEventListener("input", (event) => changed(event.target.form));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest("form");
    if (event.detail.successful && form) dirty.delete(form);
  });
  /* Signed out meanwhile: the server has kept what was sent, and the whole page goes to the sign-in */
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.getResponseHeader("HX-Redirect")) dirty.delete(event.detail.elt.closest("form"));
  });
  /* A refused save (409, 422) is shown, not swallowed */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
  });

  /* One click, one deed */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    dirty.delete(form);
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));

  /* Alt + arrows go to rel=prev and rel=next, or press the button that saves and goes there */
  document.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const plain = event.altKey && !event.ctrlKey && !event.metaKey;
    const link = way && plain && document.querySelector(`a[rel~="${way}"], button[data-way="${way}"]`);
    if (link) { event.preventDefault(); link.click(); return; }
    if (event.key === "Escape") closeMenus(null, true);
  });

  /* A digit picks that choice, only while focus stands in the group: no letter typed elsewhere does anything */
  document.addEventListener("keydown", (event) => {
    const group = event.target.matches("input[type=radio]") && event.target.closest("[data-digits]");
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey;
    const chosen = group && plain && /^[1-9]$/.test(event.key) && all("input[type=radio]", group)[event.key - 1];
    if (!chosen || chosen.disabled) return;
    event.preventDefault();
    chosen.focus();
    chosen.click();
  });

  const closeMenus = (except, focus) => all("details:is(.menu, .other-deeds)[open]").forEach((menu) => {
    if (menu.contains(except)) return;
    menu.open = false;
    if (focus) menu.querySelector("summary").focus();
  });

  document.addEventListener("click", (event) => {
    closeMenus(event.target, false);
    const button = event.target.closest("[data-add-row]");
    if (button) addRow(button);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-remove-row]")) removeRow(event.target);
  });

  /* Nothing is left closed on paper; print.css does it alone where the browser can */
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = all("main details:not([open], .edit)");
    opened.forEach((closed) => { closed.open = true; });
  });
  window.addEventListener("afterprint", () => opened.forEach((closed) => { closed.open = false; }));

  document.addEventListener("DOMContentLoaded", () => {
    document.documentElement.classList.add("has-script");
    all("[data-add-row]").forEach((button) => { button.hidden = false; });
    all("[data-js]").forEach((element) => { element.hidden = false; });
    const errors = document.querySelector("[data-errors]");
    if (errors) errors.focus();
  });
})();
