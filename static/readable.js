// What a form holds, in the words of the form: for the page that lists what waits, and for taking it along as a text.

/** [label, value] of everything entered, in the form's order. */
export function readable(form) {
  const lines = [];
  for (const control of form.elements) {
    const value = valueOf(control);
    if (value) lines.push([labelOf(control), value]);
  }
  return lines;
}

function valueOf(control) {
  if (!control.name || ["hidden", "submit", "button", "file"].includes(control.type)) return "";
  if (control.type === "radio" || control.type === "checkbox") return control.checked ? words(control.closest("label")) : "";
  if (control instanceof HTMLSelectElement) return control.value && words(control.selectedOptions[0]);
  return control.value.trim() && `${control.value.trim()}${words(control.parentElement.querySelector(".unit"))}`;
}

/** A field's own label; where it has none of its own that of the group around it. */
function labelOf(control) {
  const chosen = control.type === "radio" || control.type === "checkbox";
  const own = chosen ? "" : control.getAttribute("aria-label") ?? words(control.labels?.[0]);
  return own || words(control.closest("fieldset")?.querySelector("legend")) || words(control.closest(".field")) || control.name;
}

/** The element's own words, without those of the controls inside it. */
function words(element) {
  if (!element) return "";
  const copy = element.cloneNode(true);
  for (const inner of copy.querySelectorAll("input, select, textarea, button, small, .field-error")) inner.remove();
  return copy.textContent.trim().replace(/\s+/g, " ");
}
