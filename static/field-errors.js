// The server's messages at their fields.

/** Moves each message of the form to its field and ties the two; the messages of the save before go. */
export function markErrors(form) {
  for (const old of form.querySelectorAll(".field-error[id]")) old.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  for (const said of form.querySelectorAll("li[data-for]")) markError(form, said);
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
