// 回头看: the items that lost points last time first, or alone. The page is in the browser, so this needs no network.

const box = document.getElementById("memory");
const cards = document.querySelector(".cards");
const failed = [...document.querySelectorAll(".card > .last")].map((last) => last.parentElement);
const key = `order ${location.pathname}`;
const places = new Map(); // card → the mark that keeps its place

const choices = box ? [...box.querySelectorAll("[data-order]")] : [];
// A page that the server has put in this order stays as it is: its choices are links.
const isOurs = choices.length > 0 && !document.getElementById("section-last");

function part() {
  const made = document.createElement("section");
  made.className = "part";
  made.id = "section-last";
  made.setAttribute("aria-labelledby", "title-last");
  const title = document.createElement("h2");
  title.id = "title-last";
  title.textContent = "上次失分的";
  made.append(title);
  return made;
}

function takeOut() {
  const first = part();
  cards.querySelector(".part").before(first);
  for (const card of failed) {
    const place = document.createComment("");
    places.set(card, place);
    card.before(place);
    first.append(card);
  }
}

function putBack() {
  for (const [card, place] of places) place.replaceWith(card);
  places.clear();
  document.getElementById("section-last")?.remove();
}

function order(how) {
  if (places.size) putBack();
  if (how) takeOut();
  cards.toggleAttribute("data-only", how === "only");
  for (const choice of choices) {
    if (choice.dataset.order === how) choice.setAttribute("aria-current", "true");
    else choice.removeAttribute("aria-current");
  }
  sessionStorage.setItem(key, how);
}

if (isOurs) {
  box.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-order]");
    if (!choice) return;
    event.preventDefault();
    order(choice.dataset.order);
  });
  const kept = sessionStorage.getItem(key);
  if (kept) order(kept);
}
