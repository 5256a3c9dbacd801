// What every page does: dismissing messages, opening dialogs, asking before something is deleted, no double submits.

const confirmDialog = document.getElementById("confirm");

/** Resolves to whether the person agreed. */
function ask(words) {
  document.getElementById("confirm-words").textContent = words;
  confirmDialog.returnValue = "no";
  confirmDialog.showModal();
  return new Promise((resolve) => {
    confirmDialog.addEventListener("close", () => resolve(confirmDialog.returnValue === "yes"), { once: true });
  });
}

/** The button that has taken this one's place while the question stood: its part of the page came anew. */
function successorOf(button) {
  const whereOf = (one) => one.closest("[data-key]")?.dataset.key ?? one.form?.action;
  const isSame = (one) => one.textContent.trim() === button.textContent.trim() && whereOf(one) === whereOf(button);
  return [...document.querySelectorAll("[data-confirm]")].find(isSame);
}

document.addEventListener("click", (event) => {
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) dismiss.closest(".flash").remove();

  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open).showModal();

  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog").close();

  if (event.target instanceof HTMLDialogElement) event.target.close();
});

// Capture: the question comes before htmx or the browser sends anything.
document.addEventListener(
  "click",
  async (event) => {
    const button = event.target.closest("[data-confirm]");
    if (!button || button.dataset.agreed) return;
    event.preventDefault();
    event.stopPropagation();
    if (!(await ask(button.dataset.confirm))) return;
    const agreed = button.isConnected ? button : successorOf(button) ?? button;
    agreed.dataset.agreed = "yes";
    agreed.click();
    delete agreed.dataset.agreed;
  },
  true,
);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [data-photos], [data-photo-change], [data-photo-delete]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});

// Back from the browser's page cache: what was sent may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
