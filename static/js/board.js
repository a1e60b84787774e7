// The board by keyboard: a figure chooses a judgement, Ctrl and Enter save and go on, Alt and an arrow change row.
(function () {
  "use strict";
  const board = document.querySelector("[data-board]");
  if (!board) return;
  board.querySelector("[data-keys]").hidden = false;
  const values = Array.from(board.querySelectorAll('input[type="radio"][name="value"]'));
  const isWriting = (target) => target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter") {
      event.preventDefault();
      board.querySelector("[data-save-next]").click();
    } else if (event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      const link = board.querySelector(event.key === "ArrowLeft" ? "[data-before]" : "[data-after]");
      if (link) {
        event.preventDefault();
        link.click();
      }
    } else if (!event.ctrlKey && !event.altKey && !event.metaKey && !isWriting(event.target)) {
      const chosen = values[Number(event.key) - 1];
      if (chosen) {
        event.preventDefault();
        chosen.checked = true;
        chosen.focus();
        chosen.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  });
})();
