// Whether every control can be reached by Tab, and seen to be: tests/browser/test_keyboard.py presses the keys.

const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary";

const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;

/** Radio buttons of one name are one stop; the arrow keys go on from there. */
function stopOf(control) {
  if (!control.matches("[type=radio]")) return control;
  const same = ({ type, form, name }) => type === "radio" && form === control.form && name === control.name;
  return [...document.querySelectorAll(CONTROLS)].find(same);
}

/** An open dialog is all there is: what lies behind it is out of reach. */
function stops() {
  const top = document.querySelector("dialog[open]") ?? document;
  const all = [...top.querySelectorAll(CONTROLS)].filter(
    // A tab of samples is entered by the arrow keys.
    (one) => !one.disabled && (one.tabIndex >= 0 || !one.matches("[role=tab]")) && isShown(one) && one.closest("dialog:not([open])") === null,
  );
  return [...new Set(all.map(stopOf))];
}

const isOutlined = (here) =>
  [here, here.nextElementSibling, here.closest("label")].filter(Boolean).some((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
  });

const named = (stop) => `${stop.localName} “${(stop.textContent || stop.getAttribute("aria-label") || stop.name || "").trim().slice(0, 20)}”`;

const reached = new Set();
const unseen = new Set();
let lap = new Set();
let isRound = false;

document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(CONTROLS)) return;
  const stop = stopOf(target);
  isRound ||= lap.has(stop);
  lap.add(stop);
  reached.add(stop);
  if (!isOutlined(target)) unseen.add(stop);
});

/** Tab begins another round of the page. What was reached before counts: the page may have grown behind its back. */
window.beginLap = () => {
  lap = new Set();
  isRound = false;
  unseen.clear();
  return stops().length > 0;
};

/** Whether Tab has come to a control for the second time. */
window.isRound = () => isRound;

window.notReached = () => stops().filter((stop) => !reached.has(stop)).map(named);

window.notSeen = () => [...unseen].map(named);
