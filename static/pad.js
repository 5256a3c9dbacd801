// The field that is signed in with a finger, a pen or a mouse: strokes of whole points, which the server draws.

import SignaturePad from "./vendor/signature_pad.js";

const FINENESS = 2; // points to a CSS pixel
const FARTHEST = 4000; // these two as the server has them
const MOST_POINTS = 5000;
const INK = { minWidth: 1.4, maxWidth: 3.4, minDistance: 2, penColor: "#211e1a" };
const pads = new WeakMap(); // form → its pad

/** The form's pad, made at its first opening; to be called when the form is shown, for only then has it a size. */
export function padOf(form) {
  if (!pads.has(form)) pads.set(form, makePad(form));
  fit(pads.get(form));
  return pads.get(form);
}

function makePad(form) {
  const canvas = document.createElement("canvas");
  canvas.className = "pad";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "手写签名区");
  const label = document.createElement("p");
  label.className = "label";
  label.textContent = "请在下面的框里签名";
  const actions = document.createElement("div");
  actions.className = "actions";
  actions.append(action("撤销一笔", "data-undo"), action("清除重签", "data-wipe"));
  const head = document.createElement("div");
  head.className = "pad-head";
  head.append(label, actions);
  form.querySelector(".pad-place").prepend(head, canvas);
  const made = { canvas, width: 0, ink: new SignaturePad(canvas, INK) };
  new ResizeObserver(() => fit(made)).observe(canvas);
  return made;
}

function action(words, mark) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.setAttribute(mark, "");
  button.textContent = words;
  return button;
}

/** A canvas that changes its size loses what is on it: it is drawn again, smaller where it would not fit. */
function fit(pad) {
  const { clientWidth: width, clientHeight: height } = pad.canvas;
  if (!width || (width === pad.width && height === pad.height)) return;
  const strokes = scaled(pad.ink.toData(), Math.min(1, width / (pad.width || width)));
  const density = Math.max(1, window.devicePixelRatio);
  Object.assign(pad.canvas, { width: width * density, height: height * density });
  pad.canvas.getContext("2d").scale(density, density);
  Object.assign(pad, { width, height });
  pad.ink.fromData(strokes);
}

const scaled = (strokes, by) =>
  strokes.map((stroke) => ({ ...stroke, points: stroke.points.map((one) => ({ ...one, x: one.x * by, y: one.y * by })) }));

export const undo = ({ ink }) => ink.fromData(ink.toData().slice(0, -1));
export const wipe = ({ ink }) => ink.clear();

/** What was drawn as the server wants it: strokes of [x, y]; "" for nothing. */
export function drawn({ ink }) {
  const strokes = ink.toData().map(({ points }) => points.map(({ x, y }) => [whole(x), whole(y)]));
  return strokes.length ? JSON.stringify(thinned(strokes)) : "";
}

const whole = (value) => Math.min(Math.max(Math.round(value * FINENESS), 0), FARTHEST);

function thinned(strokes) {
  const count = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  if (count <= MOST_POINTS) return strokes;
  return thinned(strokes.map((stroke) => stroke.filter((_, place) => place % 2 === 0)));
}
