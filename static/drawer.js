// The list of sections, which in portrait is a drawer: a popover, or a class in its place where the browser knows no
// popovers (Chromium before 114, Firefox before 125, Safari before 17).

const rail = document.getElementById("rail");
const opener = document.querySelector(".bar-menu");
const isKnown = "popover" in HTMLElement.prototype;

const isOpen = () => rail.matches(isKnown ? ":popover-open" : ".is-open");

function show(wanted) {
  rail.classList.toggle("is-open", wanted);
  opener.setAttribute("aria-expanded", String(wanted));
}

rail?.addEventListener("click", ({ target }) => {
  if (!target.closest("a") || !isOpen()) return;
  if (isKnown) rail.hidePopover();
  else show(false);
});

// What the attributes do by themselves elsewhere: the two buttons, a tap beside it, Escape.
if (rail && opener && !isKnown) {
  show(false);
  document.addEventListener("click", ({ target, clientX }) => {
    if (target.closest('[popovertarget="rail"]')) show(!isOpen());
    else if (target === rail && clientX > rail.offsetWidth) show(false); // on the shade, which is a part of it
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && isOpen()) show(false);
  });
}
