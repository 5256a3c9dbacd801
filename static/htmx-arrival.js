// htmx comes after what the first tap needs; it is there when the page's own scripts have run.

export const htmxIsHere = globalThis.htmx ? Promise.resolve() : new Promise((resolve) => {
  document.addEventListener("DOMContentLoaded", resolve, { once: true });
});
