// What was entered before the scripts had come, which on a slow network takes seconds. No script has heard of it, but
// the fields hold it: it is noted before any module touches them, and entered again when the form can save it.

const early = new Map(); // field → what it holds
for (const form of document.querySelectorAll("form.answer"))
  for (const field of form.elements) if (isEntered(field)) early.set(field, { checked: field.checked, value: field.value });

function isEntered(field) {
  if (field.type === "radio") return field.checked && !field.defaultChecked;
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.type === "select-one") return field.value !== ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value;
  return field.type !== "hidden" && field.defaultValue !== undefined && field.value !== field.defaultValue;
}

// What is changed meanwhile has been heard.
for (const kind of ["input", "change"]) document.addEventListener(kind, ({ target }) => early.delete(target), true);

/** On top of what was laid over the page since. */
export function enterAgain() {
  for (const [field, { checked, value }] of [...early]) {
    if (!field.isConnected) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = checked;
    else field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
