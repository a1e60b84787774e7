/* Fields for a day: what is typed is shown as a Swedish date, and a button opens the browser's calendar. */
(() => {
  "use strict";

  const MONTHS = [
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
  ];
  /* The same shapes as common/days.py */
  const SHAPES = [
    /^(?<year>[1-9]\d{3})-(?<month>\d{1,2})-(?<day>\d{1,2})$/,
    /^(?<year>[1-9]\d{3})(?<month>\d\d)(?<day>\d\d)$/,
    /^(?<day>\d{1,2}) ?[./-] ?(?<month>\d{1,2})(?:(?: ?[./-] ?| )(?<year>[1-9]\d{3}))?$/,
    /^(?:den )?(?<day>\d{1,2})(?::?[ae]|\.)? (?<word>[a-z]{3,9})\.?(?:,? (?<year>[1-9]\d{3}))?$/,
  ];

  const dayOf = (year, month, day) => {
    const date = new Date(Date.UTC(year, month - 1, day));
    return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : null;
  };
  const nearest = (month, day, today) => {
    const years = [-1, 0, 1].map((step) => dayOf(today.getUTCFullYear() + step, month, day)).filter(Boolean);
    return years.sort((a, b) => Math.abs(a - today) - Math.abs(b - today))[0] || null;
  };
  const read = (field) => {
    const plain = field.value.toLowerCase().replaceAll("–", "-").trim().split(/\s+/).join(" ");
    const parts = SHAPES.map((shape) => shape.exec(plain)).find(Boolean)?.groups;
    if (!parts) return null;
    const month = parts.word ? MONTHS.findIndex((name) => name.startsWith(parts.word)) + 1 : Number(parts.month);
    const day = Number(parts.day);
    return parts.year ? dayOf(Number(parts.year), month, day) : nearest(month, day, new Date(field.dataset.day));
  };
  const written = (date) => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  const partsOf = (element) => {
    const day = element.closest(".day-field");
    return {
      field: day.querySelector("[data-day]"),
      calendar: day.querySelector(".day-calendar"),
      added: day.querySelector(".day-added"),
    };
  };

  if ("showPicker" in HTMLInputElement.prototype) document.documentElement.classList.add("has-calendar");

  /* Before anybody else hears of the change, so that what is saved is what is shown */
  addEventListener("change", (event) => {
    if (!event.target.matches("[data-day]")) return;
    const { field, added } = partsOf(event.target);
    const date = read(field);
    const year = date && String(date.getUTCFullYear());
    added.textContent = date && !field.value.includes(year) ? `Året ${year} är tillagt. Stämmer det?` : "";
    if (date) field.value = written(date);
  }, true);

  /* A day that is half written is not saved yet; leaving the field sends it */
  document.addEventListener("htmx:beforeRequest", (event) => {
    const field = document.activeElement;
    if (!field.matches("[data-day]") || field.form !== event.detail.elt || !field.value) return;
    if (read(field) && /\d{4}/.test(field.value)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });

  const open = (element) => {
    const { field, calendar } = partsOf(element);
    const date = read(field);
    calendar.value = date ? date.toISOString().slice(0, 10) : "";
    calendar.showPicker();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".day-pick");
    if (button) open(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "ArrowDown" && event.target.matches("[data-day]")) open(event.target);
  });

  /* The calendar is a help for the field, and no field of the form */
  ["input", "change"].forEach((kind) => addEventListener(kind, (event) => {
    if (!event.target.matches(".day-calendar")) return;
    event.stopPropagation();
    if (kind === "input" || !event.target.value) return;
    const { field } = partsOf(event.target);
    field.value = event.target.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }, true));
})();
