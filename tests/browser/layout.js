// What a person with a finger and a small screen would complain about; `layoutFaults(allowed)` lists it in words.

window.layoutFaults = (allowed) => [...overflow(), ...cutTexts(), ...smallTargets(), ...foreignWords(new Set(allowed))];

const LEAST = 44;

const shown = (element) =>
  element.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true }) &&
  element.getClientRects().length > 0 &&
  !element.closest(".visually-hidden, .skip:not(:focus), script, style");

function named(element) {
  const classes = [...element.classList].map((name) => `.${name}`).join("");
  const words = (element.innerText || element.value || element.getAttribute("aria-label") || "").trim().slice(0, 24);
  return `${element.localName}${element.id ? `#${element.id}` : ""}${classes} “${words}”`;
}

function overflow() {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const wide = [...document.body.querySelectorAll("*")].filter(
    (element) => shown(element) && element.getBoundingClientRect().right > page.clientWidth + 1,
  );
  return [`the page is ${page.scrollWidth} wide, the screen ${page.clientWidth}: ${wide.slice(0, 3).map(named)}`];
}

const ownText = (element) =>
  [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());

function cutTexts() {
  const faults = [];
  for (const element of document.body.querySelectorAll("*")) {
    const isField = element.matches("input:not([type=file], [type=search], [type=radio], [type=checkbox])");
    if (!(isField || ownText(element)) || !element.clientWidth || element.matches("textarea, option") || !shown(element)) continue;
    const tooLow = getComputedStyle(element).overflowY === "hidden" && element.scrollHeight > element.clientHeight + 1;
    if (element.scrollWidth > element.clientWidth + 1 || tooLow) faults.push(`text cut off: ${named(element)}`);
  }
  return faults;
}

function smallTargets() {
  const faults = [];
  for (const element of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    if (!shown(element) && !element.closest("label")) continue;
    const target = element.matches("input") ? element.closest("label") ?? element : element;
    if (!shown(target) || isInSentence(target)) continue;
    const { width, height } = target.getBoundingClientRect();
    if ((width < LEAST - 0.5 && !reaches(target, 1, 0)) || (height < LEAST - 0.5 && !reaches(target, 0, 1)))
      faults.push(`target ${Math.round(width)}×${Math.round(height)}: ${named(target)}`);
  }
  return faults;
}

/** The exception that WCAG makes too: a link among other words. */
function isInSentence(link) {
  return link.matches("a") && getComputedStyle(link).display === "inline" && ownText(link.parentElement);
}

/** A pseudo-element may make a target larger than its box: what does a finger hit beside the middle? */
function reaches(target, x, y) {
  target.scrollIntoView({ block: "center", inline: "center" });
  const box = target.getBoundingClientRect();
  const [middle, centre] = [box.x + box.width / 2, box.y + box.height / 2];
  return [-LEAST / 2 + 1, LEAST / 2 - 1].every((away) => {
    const hit = document.elementFromPoint(middle + x * away, centre + y * away);
    return hit !== null && target.contains(hit);
  });
}

function foreignWords(allowed) {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!element.closest("textarea, noscript") && shown(element)) texts.push(walker.currentNode.textContent);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const element of document.querySelectorAll(`[${name}]`)) texts.push(element.getAttribute(name));
  const words = texts.flatMap((text) => text.match(/[A-Za-z][\w.-]*\w/g) ?? []);
  return [...new Set(words)].filter((word) => !allowed.has(word)).map((word) => `not Chinese: ${word}`);
}
