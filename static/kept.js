// Small things that this device remembers of a person. Where the browser keeps nothing, nothing is remembered.

const user = document.body.dataset.user ?? "";
const key = (name) => `${name}/${user}`;

export function recall(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key(name))) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(key(name), JSON.stringify(value));
  } catch { /* a convenience, and no more */ }
}
