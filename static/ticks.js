// 全选 and 全不选: every tick of the fieldset around the button.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-tick]");
  if (!button) return;
  for (const box of button.closest("[data-ticks]").querySelectorAll("input[type=checkbox]")) {
    box.checked = button.dataset.tick === "all";
  }
});
