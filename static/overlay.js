// What has been entered but is not on the page yet, laid on top of it: after a reload, on another day, on an older page.

import { numberOf, prepare, rowAfter } from "./controls.js";
import { grouped } from "./grouped.js";
import { unfold } from "./parts.js";

/** Puts the fields of an answer into its form: rows, numbers, choices, texts. */
export function lay(form, fields) {
  const values = grouped(fields, ([name]) => name);
  const card = form.closest(".card");
  card.dataset.laid = ""; // nobody adds these rows by hand: they take no focus
  prepare(card);
  layRosters(form, [...values.keys()]);
  if (fields.some(([name, value]) => value && !form.elements.namedItem(name))) unfold(form);
  for (const control of form.elements) layOne(control, values);
  for (const fold of form.querySelectorAll(".fold"))
    if ([...fold.querySelectorAll("textarea")].some((text) => text.value)) fold.open = true;
  prepare(card);
  setTimeout(() => delete card.dataset.laid);
}

/** Rosters within a row are laid after the row is there: the outer ones come first. */
function layRosters(form, names) {
  const laid = new Set();
  for (let roster = form.querySelector("[data-roster]"); roster; ) {
    layRows(roster, names);
    laid.add(roster);
    roster = [...form.querySelectorAll("[data-roster]")].find((one) => !laid.has(one));
  }
}

/** As many rows as were entered, of the same numbers; there is always one to write in. */
function layRows(roster, names) {
  const rows = () => [...roster.querySelectorAll(":scope > .roster-row")];
  const [prefix] = /^.*rows-/.exec(rows()[0].querySelector("[name]").name);
  const ours = names.filter((name) => name.startsWith(prefix));
  const wanted = [...new Set(ours.map((name) => Number.parseInt(name.slice(prefix.length), 10)))];
  if (!wanted.length) return;
  for (const number of wanted) if (!rows().some((row) => numberOf(row) === number)) rowAfter(rows().at(-1), number);
  for (const row of rows()) if (!wanted.includes(numberOf(row))) row.remove();
}

function layOne(control, values) {
  const { name, type } = control;
  if (!name || name === "version" || name === "save_id" || type === "submit" || type === "file") return;
  const entered = (values.get(name) ?? []).map(([, value]) => value);
  if (type === "radio" || type === "checkbox") control.checked = entered.includes(control.value);
  else if (entered.length) control.value = entered[0];
}

const MARKS = {
  waiting: "待上传，联网后计分",
  conflict: "没有上传：与他人的填报不一致，请选用一份",
  invalid: "没有上传：有填错的内容，请改正",
  locked: "没有上传：考核单已经不能修改",
  refused: "没有上传：服务器不接受这项改动",
};

/** Says on each card of the page what of it waits. `cards`: card → its changes. */
export function mark(cards) {
  for (const old of document.querySelectorAll(".waiting-mark")) if (!cards.has(old.closest(".card"))) old.remove();
  for (const [card, changes] of cards) {
    const held = changes.find((change) => change.state === "held");
    const words = MARKS[held ? held.verdict.state : "waiting"];
    const line = card.querySelector(".waiting-mark") ?? newMark(card);
    if (line.textContent !== words) line.firstElementChild.textContent = words;
    line.dataset.state = held ? "held" : "waiting";
  }
}

function newMark(card) {
  const line = document.createElement("p");
  line.className = "waiting-mark";
  const link = document.createElement("a");
  link.href = "/outbox";
  line.append(link);
  card.querySelector(".status, .live").after(line);
  return line;
}
