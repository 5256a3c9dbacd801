// What only serves those with script is made here rather than sent for each card.

/** Adds to the cards below `root` what is not there yet. */
export function complete(root) {
  for (const roster of root.querySelectorAll("[data-roster]")) addPeople(roster);
  for (const box of root.querySelectorAll(".stepper")) addSteps(box);
  for (const row of root.querySelectorAll(".roster-row")) addRemover(row);
  for (const roster of root.querySelectorAll("[data-roster]")) addAdder(roster);
  for (const box of root.querySelectorAll(".answer .segments")) addOnce(box, "data-clear", "清除", "button-quiet");
  for (const box of root.querySelectorAll("[data-count]")) addOnce(box, "data-zero", box.dataset.count || "未发现", "none-found");
  for (const box of root.querySelectorAll("[data-rate]")) addRate(box);
  for (const form of root.querySelectorAll(".answer")) addWords(form);
  for (const form of root.querySelectorAll(".answer")) addPhotos(form.closest(".card"));
}

/** The people on record come as bare values; each gets a copy of the empty row. */
function addPeople(roster) {
  const blank = roster.querySelector(":scope > .roster-row");
  for (const bare of roster.querySelectorAll(":scope > p[hidden]")) {
    const row = blank.cloneNode(true);
    const number = numberIn(bare.firstElementChild.name);
    for (const field of row.querySelectorAll("[name]")) {
      field.name = renumbered(field.name, numbersIn(field.name).length, number);
      field.value = bare.querySelector(`[name="${field.name}"]`)?.value ?? "";
    }
    bare.replaceWith(row);
  }
}

function button(mark, words, look = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `button ${look}`;
  made.setAttribute(mark, "");
  made.textContent = words;
  return made;
}

const NUMBERS = /rows-(\d+)-/g;
const numbersIn = (name) => [...name.matchAll(NUMBERS)].map(([, number]) => Number(number));

/** The number of the row that a field stands in; of rows within rows the inner one's. */
export const numberIn = (name) => numbersIn(name).at(-1);

/** How many rows lie around a row's fields, itself among them. */
export const levelOf = (row) => numbersIn(row.querySelector("[name]").name).length;

/** The name (or id) with another number for the row of that level. */
export function renumbered(name, level, number) {
  let at = 0;
  return name.replace(NUMBERS, (whole) => (++at === level ? `rows-${number}-` : whole));
}

function addAdder(roster) {
  if (!roster.querySelector(":scope > [data-add]")) roster.append(button("data-add", roster.dataset.roster || "添加一行"));
}

function addOnce(box, mark, words, look) {
  if (!box.querySelector(`[${mark}]`)) box.append(button(mark, words, look));
}

function addRemover(row) {
  if ([...row.querySelectorAll("[data-remove]")].some((one) => one.closest(".roster-row") === row)) return;
  const unit = row.parentElement.dataset.unit;
  const remover = button("data-remove", unit ? `删除这${unit}` : "删除", "button-quiet");
  if (row.matches(".sample")) row.append(remover);
  else if (row.matches(".found-row")) row.append(button("data-shoot", "拍照", "button-small"), remover);
  else row.querySelector(".stepper").after(remover);
}

function addSteps(box) {
  const field = box.querySelector("input");
  if (field.previousElementSibling) return;
  const numbers = box.dataset.step?.includes(".") ? "decimal" : "numeric";
  field.inputMode = "signed" in box.dataset ? "text" : numbers; // number pads of tablets lack the minus
  const label = field.getAttribute("aria-label") ?? labelled(field, box.previousElementSibling);
  field.before(stepButton("-1", "−", `${label}减`));
  field.after(stepButton("1", "+", `${label}加`));
}

/** Ties the label to the field and returns its words. */
function labelled(field, label) {
  field.id = label.htmlFor = `${field.closest(".card").id}-${field.name}`;
  return label.textContent;
}

function stepButton(value, sign, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.value = value;
  made.textContent = sign;
  made.setAttribute("aria-label", label);
  return made;
}

function addRate(box) {
  if (box.querySelector("output")) return;
  const label = document.createElement("span");
  label.className = "label";
  label.textContent = titleOf(box.closest(".inner, .rule"));
  const output = document.createElement("output");
  output.textContent = "—";
  const line = document.createElement("p");
  line.className = "rate";
  line.append(label, output);
  box.append(line);
}

const titleOf = (rule) => rule.querySelector("legend").textContent;

// Texts: one for each rule that has none beside its controls, the note, and why the item does not apply. What a closed
// fold holds comes into the page when it is opened: browsers that fill in forms look at every field there is, and lay
// out a closed fold for each.

const folded = new WeakMap(); // fold → its fields

function addWords(form) {
  if (form.querySelector(".fold")) return;
  const fold = copyOf(form.closest(".card").matches("[data-veto]") ? "veto-words" : "words");
  const rules = [...form.querySelectorAll(".rule")];
  const remark = fold.querySelector('[name="remark"]')?.closest("label");
  remark?.replaceWith(...rules.flatMap((rule, index) => remarkOf(rule, remark, index, rules.length)));
  const shown = document.createElement("div");
  shown.className = "form-row said";
  for (const said of form.querySelectorAll(":scope > textarea")) {
    const field = fold.querySelector(`[name="${said.name}"]`);
    field.value = said.value;
    shown.append(field.closest("label"));
    said.remove();
  }
  if (shown.hasChildNodes()) form.querySelector(".live").before(shown);
  nameRest(fold);
  folded.set(fold, fold.lastElementChild);
  fold.lastElementChild.remove();
  form.querySelector(".live").before(fold);
}

/** Puts the fields of the form's closed folds into the page. */
export function unfold(form) {
  for (const fold of form.querySelectorAll(".fold")) {
    if (folded.has(fold)) fold.append(folded.get(fold));
    folded.delete(fold);
  }
}

document.addEventListener("toggle", ({ target }) => target.matches(".answer > .fold") && unfold(target.parentElement), true);

const TEXTS = { problem: "问题", remark: "情况说明", note: "备注", not_applicable: "不适用" };

/** The fold says what it holds; what is filled stands above it. */
function nameRest(fold) {
  const rest = Object.entries(TEXTS).filter(([name]) => fold.querySelector(`[name$="${name}"]`));
  fold.querySelector("summary").textContent = rest.map(([, words]) => words).join("、");
  fold.hidden = !rest.length;
}

function remarkOf(rule, remark, index, count) {
  if (rule.matches("[data-unconcerned]") || rule.querySelector(":scope > label > textarea")) return [];
  const made = remark.cloneNode(true);
  made.querySelector("textarea").name = `r${index}-remark`;
  if (count > 1) made.firstChild.textContent += `（${titleOf(rule)}）`;
  return [made];
}

function addPhotos(card) {
  const template = document.getElementById("photos");
  if (!template || card.querySelector(".photo-add")) return;
  const made = copyOf("photos");
  const key = card.id.slice("card-".length);
  made.querySelector('[name="entry"]').value = key;
  made.id = `photos-${key}`;
  const there = card.querySelector(".photos");
  if (there) there.append(made.querySelector(".photo-add"));
  else card.append(made);
}

const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
