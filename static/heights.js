// Cards out of sight are neither laid out nor painted (form.css) and stand in with a guessed height. Each is laid out
// once while the tablet has nothing else to do: the browser remembers its height, and nothing moves under a finger.

const AT_ONCE = 4;
const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 50)); // Safari has none
const cards = [...document.querySelectorAll(".card")];

function measure() {
  const some = cards.splice(0, AT_ONCE);
  for (const card of some) card.classList.add("is-measured");
  requestAnimationFrame(() => requestAnimationFrame(() => {
    for (const card of some) card.classList.remove("is-measured");
    if (cards.length) idle(measure, { timeout: 500 });
    else document.querySelector(".sheet")?.setAttribute("data-steady", "");
  }));
}

if (cards.length) idle(measure, { timeout: 500 });
