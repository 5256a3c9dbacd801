// Arrows, circles and lines over a picture, drawn as printing/marking.py draws them. Points run from 0 to SPAN over the
// width and the height of the picture as it is stored, whichever way it is turned.

export const SPAN = 10_000;
const RED = "#b3151c";
const STROKE = 160;
const HALO = 1.8;
const HEAD = 5;

/** The canvas with the picture, turned by so many degrees clockwise, and the strokes on it. */
export function paint(canvas, picture, turn, strokes) {
  const [width, height] = [picture.naturalWidth, picture.naturalHeight];
  const lying = turn % 180 !== 0;
  canvas.width = lying ? height : width;
  canvas.height = lying ? width : height;
  const paper = canvas.getContext("2d");
  paper.translate(canvas.width / 2, canvas.height / 2);
  paper.rotate((turn * Math.PI) / 180);
  paper.translate(-width / 2, -height / 2);
  paper.drawImage(picture, 0, 0);
  for (const stroke of strokes) draw(paper, stroke, width, height);
}

function draw(paper, { tool, points }, width, height) {
  const broad = Math.max(width, height) / STROKE;
  const places = points.map(([x, y]) => [(x * width) / SPAN, (y * height) / SPAN]);
  paper.lineCap = paper.lineJoin = "round";
  for (const [colour, line] of [["#fff", broad * HALO], [RED, broad]]) {
    paper.strokeStyle = colour;
    paper.lineWidth = line;
    paper.beginPath();
    if (tool === "circle") ellipse(paper, places);
    else places.forEach(([x, y]) => paper.lineTo(x, y));
    if (tool === "arrow") head(paper, places, HEAD * broad);
    paper.stroke();
  }
}

function ellipse(paper, [[x1, y1], [x2, y2]]) {
  paper.ellipse((x1 + x2) / 2, (y1 + y2) / 2, Math.abs(x2 - x1) / 2, Math.abs(y2 - y1) / 2, 0, 0, 2 * Math.PI);
}

function head(paper, [start, end], length) {
  const angle = Math.atan2(end[1] - start[1], end[0] - start[0]) + Math.PI;
  for (const spread of [Math.PI / 6, -Math.PI / 6]) {
    paper.moveTo(end[0], end[1]);
    paper.lineTo(end[0] + length * Math.cos(angle + spread), end[1] + length * Math.sin(angle + spread));
  }
}

/** Where on the stored picture a place on the turned one is; both as shares from 0 to 1. */
export function unturned([x, y], turn) {
  const [u, v] = { 0: [x, y], 90: [y, 1 - x], 180: [1 - x, 1 - y], 270: [1 - y, x] }[turn];
  return [u, v].map((share) => Math.round(Math.min(Math.max(share, 0), 1) * SPAN));
}

/** The drawing as it is stored, read; what cannot be read is none. */
export function readStrokes(text) {
  try {
    return text ? JSON.parse(text) : [];
  } catch {
    return [];
  }
}

export const writeStrokes = (strokes) => (strokes.length ? JSON.stringify(strokes) : "");
