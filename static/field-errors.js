// The server's messages at their fields.

import { unfold } from "./parts.js";

/** Moves each message of the form to its field and ties the two; the messages of the save before go. */
export function markErrors(form) {
  for (const old of form.querySelectorAll(".field-error[id]")) old.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  const told = [...form.querySelectorAll("li[data-for]")];
  if (told.some((said) => !form.elements.namedItem(said.dataset.for))) unfold(form);
  for (const said of told) markError(form, said);
}

function markError(form, said) {
  const field = form.querySelector(`[name="${CSS.escape(said.dataset.for)}"]`);
  if (!field) return;
  const place = document.createElement("span");
  place.className = "field-error";
  place.id = `err-${form.closest(".card").id}-${said.dataset.for}`;
  place.textContent = said.textContent;
  (field.closest(".roster-row:not(.sample)")?.lastElementChild ?? field.closest(".segments, .stepper, .ticks") ?? field).after(place);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", place.id);
  field.closest("details")?.setAttribute("open", "");
  said.remove();
}
