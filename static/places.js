// The item that was last touched on each sheet, offered when the sheet is opened again.

import { show } from "./filters.js";
import { recall, remember } from "./kept.js";

const MOST = 100;
const inspection = document.querySelector("[data-inspection]")?.dataset.inspection;
const offer = document.getElementById("last-place");
const places = () => recall("places", {});

for (const kind of ["focusin", "pointerdown"]) {
  document.addEventListener(kind, ({ target }) => {
    const card = target.closest?.(".card");
    if (card && places()[inspection]?.card !== card.id) keep(card);
  });
}

/** The sheets that were touched longest ago are forgotten first. */
function keep(card) {
  const { [inspection]: _, ...others } = places();
  const latest = Object.entries(others).sort(([, a], [, b]) => b.at - a.at).slice(0, MOST - 1);
  remember("places", { ...Object.fromEntries(latest), [inspection]: { card: card.id, at: Date.now() } });
}

const last = document.getElementById(places()[inspection]?.card ?? "");
if (last && offer && !location.hash && last !== document.querySelector(".card")) {
  offer.querySelector("[data-title]").textContent = last.querySelector("h3").textContent;
  offer.hidden = false;
}

offer?.addEventListener("click", ({ target }) => {
  if (!target.closest("button")) return;
  offer.hidden = true;
  if (target.closest("[data-return]")) show(last);
});
