// A photograph of one thing found: taken from its row, and called what the row says.

document.addEventListener("click", (event) => {
  const shoot = event.target.closest("[data-shoot]");
  if (shoot) return take(shoot.closest(".found-row"));
  // The card's own button takes a photograph of no row in particular.
  const label = event.isTrusted && event.target.closest("[data-photos] label");
  if (label) captionOf(label.closest("form")).value = "";
});

function take(row) {
  const form = row.closest(".card").querySelector("[data-photos]");
  captionOf(form).value = words(row);
  form.querySelector('input[type="file"]').click();
}

/** What the row says: 村口：生活垃圾; in a sample after its name. */
function words(row) {
  const said = [...row.querySelectorAll("select, input")].map((field) => field.value.trim());
  return [...samplesAround(row), ...said].filter(Boolean).join("：").slice(0, 100);
}

function samplesAround(row) {
  const sample = row.parentElement.closest(".sample");
  return sample ? [...samplesAround(sample), sample.querySelector("input").value.trim()] : [];
}

function captionOf(form) {
  const there = form.querySelector('[name="caption"]');
  if (there) return there;
  const made = document.createElement("input");
  made.type = "hidden";
  made.name = "caption";
  form.append(made);
  return made;
}
