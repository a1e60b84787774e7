/* Says before the upload begins what the server would say after it. Without it the server says so. */
(() => {
  "use strict";

  const problemOf = (input, file) => {
    const endings = input.accept.split(",");
    if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return input.dataset.otherKind;
    return file.size > Number(input.dataset.mostBytes) ? input.dataset.tooLarge : "";
  };

  const told = (input) => {
    const id = `${input.id}_chosen`;
    let place = document.getElementById(id);
    if (!place) {
      place = document.createElement("p");
      place.id = id;
      place.className = "field-error";
      place.setAttribute("role", "alert");
      input.before(place);
    }
    return place;
  };

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches("input[type=file][data-most-bytes]")) return;
    const problems = Array.from(input.files)
      .map((file) => [file.name, problemOf(input, file)])
      .filter(([, problem]) => problem)
      .map(([name, problem]) => `${name} ${problem}`);
    input.setCustomValidity(problems.join(" "));
    const place = told(input);
    place.textContent = problems.join(" ");
    place.hidden = !problems.length;
    if (problems.length) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  });
})();
