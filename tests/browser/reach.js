// Whether every control of the page can be reached by Tab, and seen to be: tests/browser/test_reach.py presses the keys.

const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary";

const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;

const names = new WeakMap(); // a name once given stays: words change while the page is at work

/** Radio buttons of one name are one stop; the arrow keys go on from there. */
function nameOf(element) {
  if (names.has(element)) return names.get(element);
  const all = [...document.querySelectorAll(CONTROLS)];
  const isRadio = element.matches("[type=radio]");
  const same = isRadio ? all.find((one) => one.type === "radio" && one.form === element.form && one.name === element.name) : element;
  const words = (element.textContent || element.getAttribute("aria-label") || element.name || "").trim().slice(0, 20);
  const name = `${all.indexOf(same)} ${element.localName}${isRadio ? "" : ` “${words}”`}`;
  names.set(element, name);
  return name;
}

window.tabStops = () => {
  const all = [...document.querySelectorAll(CONTROLS)].filter(
    (one) => !one.disabled && one.tabIndex >= 0 && isShown(one) && !one.closest("dialog:not([open])"),
  );
  return [...new Set(all.map(nameOf))];
};

window.focused = () => {
  const here = document.activeElement;
  if (here === document.body || !here.matches(CONTROLS)) return null;
  const outlined = [here, here.nextElementSibling, here.closest("label")].filter(Boolean).some((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
  });
  return { name: nameOf(here), outlined };
};
