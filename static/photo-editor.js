// One photograph in hand: turned, drawn on, put in order, tied to the one of before. The picture that lies below is
// never changed: turn and drawing are numbers, and can be changed again.

import { sourceOf } from "./photo-waiting.js";
import { paint, readStrokes, unturned, writeStrokes } from "./strokes.js";

const NEAR = 40; // of 10000: nearer points of a line add nothing
const MOST = 400;

/** Resolves to what the person wants: {fields, order, before}, the latter two only where they change. */
export function editPhoto(figure) {
  const dialog = document.getElementById("photo-editor").content.firstElementChild.cloneNode(true);
  document.body.append(dialog);
  const state = stateOf(figure, dialog);
  fill(state);
  dialog.addEventListener("click", (event) => act(state, event));
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "save" ? wantedOf(state) : { fields: [] });
    });
  });
}

function stateOf(figure, dialog) {
  const { turn, drawing } = figure.dataset;
  const others = orderOf(figure.closest(".photos"));
  return { figure, dialog, turn: Number(turn), strokes: readStrokes(drawing), picture: null, order: others, at: others.indexOf(figure.dataset.key) };
}

/** The keys of the card's stored photographs, in their order. */
export function orderOf(panel) {
  return [...panel.querySelectorAll("figure[data-key]:not([data-waiting-photo])")].map((figure) => figure.dataset.key);
}

async function fill(state) {
  const { dialog, figure } = state;
  const { taken, where, place } = figure.dataset;
  dialog.querySelector("[data-about]").textContent = [taken, where].filter(Boolean).join(" · ");
  dialog.querySelector('[name="place"]').value = place;
  fillPairs(state);
  showOrder(state);
  const canvas = dialog.querySelector("canvas");
  if (!figure.querySelector("[data-picture]")) return dialog.querySelector("[data-drawing-tools]").remove();
  const picture = Object.assign(new Image(), { src: sourceOf(figure) });
  try {
    await picture.decode();
  } catch {
    dialog.querySelector("[data-drawing-tools]").replaceChildren("原照片现在取不到，连上网络后再旋转或标注。");
    return;
  }
  state.picture = picture;
  listen(state, canvas);
  show(state);
}

function show({ dialog, picture, turn, strokes }, more = []) {
  if (picture) paint(dialog.querySelector("canvas"), picture, turn, [...strokes, ...more]);
}

// Drawing

function listen(state, canvas) {
  let stroke = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (stroke || event.button) return;
    canvas.setPointerCapture(event.pointerId);
    const tool = state.dialog.querySelector('[name="tool"]:checked').value;
    stroke = { tool, points: [pointOf(state, canvas, event)], pointer: event.pointerId };
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== stroke?.pointer) return;
    extend(stroke, pointOf(state, canvas, event));
    show(state, [stroke]);
  });
  const end = (event) => {
    if (event.pointerId !== stroke?.pointer) return;
    if (event.type === "pointerup" && isLong(stroke)) state.strokes.push({ tool: stroke.tool, points: stroke.points });
    stroke = null;
    show(state);
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
}

function pointOf({ turn }, canvas, event) {
  const box = canvas.getBoundingClientRect();
  return unturned([(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height], turn);
}

function extend(stroke, point) {
  if (stroke.tool !== "line") stroke.points = [stroke.points[0], point];
  else if (distance(stroke.points.at(-1), point) >= NEAR && stroke.points.length < MOST) stroke.points.push(point);
}

const distance = ([x1, y1], [x2, y2]) => Math.hypot(x2 - x1, y2 - y1);

/** A tap of the glove is no drawing. */
const isLong = ({ points }) => points.length > 1 && Math.max(...points.map((point) => distance(points[0], point))) > 2 * NEAR;

// Buttons

const ACTIONS = {
  left: (state) => { state.turn = (state.turn + 270) % 360; },
  right: (state) => { state.turn = (state.turn + 90) % 360; },
  undo: (state) => { state.strokes = state.strokes.slice(0, -1); },
  clear: (state) => { state.strokes = []; },
  earlier: (state) => move(state, -1),
  later: (state) => move(state, 1),
};

function act(state, event) {
  const name = event.target.closest("[data-do]")?.dataset.do;
  if (!name) return;
  ACTIONS[name](state);
  show(state);
}

function move(state, by) {
  const to = state.at + by;
  if (state.at < 0 || to < 0 || to >= state.order.length) return;
  const [key] = state.order.splice(state.at, 1);
  state.order.splice(to, 0, key);
  state.at = to;
  state.moved = true;
  showOrder(state);
}

function showOrder({ dialog, order, at }) {
  const words = at < 0 ? "上传以后可以调整顺序" : `第${at + 1}张，共${order.length}张`;
  dialog.querySelector("[data-place-in-order]").textContent = words;
  dialog.querySelector('[data-do="earlier"]').disabled = at <= 0;
  dialog.querySelector('[data-do="later"]').disabled = at < 0 || at === order.length - 1;
}

/** The photographs that can be the one of before: stored, of this card, in no other pair. */
function fillPairs({ dialog, figure, at }) {
  const select = dialog.querySelector('[name="before"]');
  const own = figure.dataset;
  const all = [...figure.closest(".photos").querySelectorAll("figure[data-key]:not([data-waiting-photo])")];
  const taken = new Set(all.filter((one) => one !== figure && one.dataset.before).flatMap((one) => [one.dataset.key, one.dataset.before]));
  all.forEach((one, index) => {
    if (one === figure || !one.querySelector("[data-picture]") || taken.has(one.dataset.key)) return;
    const words = one.querySelector("textarea").value || "未写说明";
    select.append(new Option(`第${index + 1}张：${words}`, one.dataset.key, false, one.dataset.key === own.before));
  });
  const isAlone = at < 0 || !figure.querySelector("[data-picture]") || taken.has(own.key) || select.options.length === 1;
  select.closest("label").hidden = isAlone;
}

function wantedOf({ dialog, figure, turn, strokes, order, moved }) {
  const now = { turn: String(turn), drawing: writeStrokes(strokes), place: dialog.querySelector('[name="place"]').value.trim() };
  const before = dialog.querySelector('[name="before"]').value;
  return {
    fields: Object.entries(now).filter(([name, value]) => value !== (figure.dataset[name] ?? "")),
    order: moved ? order : undefined,
    before: before === figure.dataset.before ? undefined : before,
  };
}
