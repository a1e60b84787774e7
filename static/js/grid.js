/* A stickprov's grid by keyboard and by paste. Without this it is a table of ordinary fields. */
(() => {
  "use strict";

  const grid = document.querySelector("[data-grid]");
  if (!grid) return;
  const controls = (row) => Array.from(row.querySelectorAll("input, textarea"));
  const rows = () => Array.from(grid.querySelectorAll("tr")).map(controls);
  const place = (control) => {
    const all = rows();
    const row = all.findIndex((line) => line.includes(control));
    return [all, row, row < 0 ? -1 : all[row].indexOf(control)];
  };
  const go = (control) => { if (control) { control.focus(); control.select(); } };

  const step = (control, down, right) => {
    const [all, row, column] = place(control);
    const line = all[row + down];
    if (line) go(line[Math.min(Math.max(column + right, 0), line.length - 1)]);
  };

  const atEdge = (control, way) => {
    if (control.selectionEnd - control.selectionStart === control.value.length) return true;
    return way < 0 ? control.selectionEnd === 0 : control.selectionStart === control.value.length;
  };

  grid.addEventListener("keydown", (event) => {
    const control = event.target;
    if (event.altKey || event.ctrlKey || event.metaKey || !("selectionStart" in control)) return;
    const ways = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      Enter: [event.shiftKey ? -1 : 1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const way = ways[event.key];
    if (event.key === "Escape") {
      control.value = control.defaultValue;
      control.select();
      event.preventDefault();
      return;
    }
    if (event.key === "F2") {
      control.setSelectionRange(control.value.length, control.value.length);
      event.preventDefault();
      return;
    }
    if (!way || (way[1] && !atEdge(control, way[1]))) return;
    event.preventDefault();
    step(control, way[0], way[1]);
  });

  grid.addEventListener("focusin", (event) => { if (event.target.select) event.target.select(); });

  grid.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r\n/g, "\n").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const [all, row, column] = place(event.target);
    let outside = 0;
    text.split("\n").forEach((line, down) => line.split("\t").forEach((value, right) => {
      const control = all[row + down] && all[row + down][column + right];
      if (control) control.value = value.trim(); else if (value.trim()) outside += 1;
    }));
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
    const said = document.querySelector("[data-grid-said]");
    const more = "Spara och fortsätt så finns det fler rader och kolumner, eller klistra in hela tabellen på nytt.";
    said.textContent = outside ? `${outside} värden fick inte plats. ${more}` : "Inklistrat.";
  });
})();
