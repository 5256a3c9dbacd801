// Times what a person feels, inside the page: when a control first does something, when a tap shows and is saved.

window.probe = { usable: 0, shown: 0, saved: 0, tapped: 0 };

const more = () => document.querySelector('.stepper button[value="1"]');

/** Taps the first + until the number beside it changes: then scripts are there and listen. */
const trying = setInterval(() => {
  const button = more();
  if (!button) return;
  const field = button.parentElement.querySelector("input");
  const before = field.value;
  button.click();
  if (field.value === before) return;
  clearInterval(trying);
  probe.usable = performance.now();
}, 50);

probe.begin = () => {
  Object.assign(probe, { shown: 0, saved: 0, tapped: performance.now() });
  more().click();
  requestAnimationFrame(() => setTimeout(() => { probe.shown = performance.now() - probe.tapped; }));
};

document.addEventListener("outbox:settled", ({ detail }) => {
  if (detail.state === "saved" && probe.tapped) probe.saved ||= performance.now() - probe.tapped;
});
