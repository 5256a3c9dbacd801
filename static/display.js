// How large the letters are and how strong the contrast: this person's choice on this device, made before the page is
// painted. A classic script in the head, for a module would come after the first paint.

(() => {
  const { user = "" } = document.currentScript.dataset;
  const contrast = document.currentScript.previousElementSibling; // its media are those who ask their system for it
  const keys = user ? [`display/${user}`, "display/"] : ["display/"]; // the last one is for the log-in page

  function read() {
    try {
      return JSON.parse(localStorage.getItem(keys[0])) ?? {};
    } catch {
      return {};
    }
  }

  function apply({ text = "", contrast: strength = "" }) {
    document.documentElement.dataset.text = text;
    contrast.media = { more: "all", less: "not all" }[strength] ?? "(prefers-contrast: more)";
  }

  apply(read());

  document.addEventListener("change", ({ target }) => {
    if (!target.matches("#display input")) return;
    const chosen = { ...read(), [target.name]: target.value };
    apply(chosen);
    try {
      for (const key of keys) localStorage.setItem(key, JSON.stringify(chosen));
    } catch { /* it holds for this page */ }
  });

  document.addEventListener("click", ({ target }) => {
    if (!target.closest('[data-open="display"]')) return;
    const { text = "", contrast: strength = "" } = read();
    const strong = strength || (matchMedia("(prefers-contrast: more)").matches ? "more" : "less");
    for (const field of document.querySelectorAll("#display input"))
      field.checked = field.value === (field.name === "text" ? text : strong);
  }, true);
})();
