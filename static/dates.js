// The browser writes a date in the language of its own menus; the Chinese date stands below it.

function tell(field) {
  const line = field.parentElement.querySelector(":scope > .day-words") ?? lineAfter(field);
  const [year, month, day] = field.value.split("-").map(Number);
  line.textContent = day ? `${year}年${month}月${day}日` : "年／月／日";
}

function lineAfter(field) {
  const line = document.createElement("span");
  line.className = "hint day-words";
  line.setAttribute("aria-hidden", "true"); // a screen reader hears the field
  field.after(line);
  return line;
}

const isDate = (element) => element.matches?.('input[type="date"]');
const tellAll = (root) => { for (const field of root.querySelectorAll('input[type="date"]')) tell(field); };

for (const kind of ["input", "change"]) document.addEventListener(kind, ({ target }) => isDate(target) && tell(target));
document.addEventListener("reset", ({ target }) => setTimeout(tellAll, 0, target));
document.addEventListener("htmx:load", ({ detail }) => tellAll(detail.elt));
tellAll(document);
