// 记录拍摄地点: where the tablet is, when the person has asked for it and the browser permits it. Browsers know places on
// secure origins only; elsewhere the control stays hidden and photographs simply have no coordinates.

const KEY = "record-place";
const FRESH = 10 * 60 * 1000; // an older place may be another one
const control = document.getElementById("record-place");
const said = document.getElementById("record-place-said");
let last = null;
let watch = null;

/** The fields of the place as known at this moment; nothing waits for a better one. */
export function placeFields() {
  if (!last || Date.now() - last.timestamp > FRESH) return [];
  const { latitude, longitude } = last.coords;
  return [["latitude", latitude.toFixed(6)], ["longitude", longitude.toFixed(6)]];
}

function begin() {
  watch ??= navigator.geolocation.watchPosition(found, failed, { enableHighAccuracy: true, maximumAge: 60_000 });
  say("正在定位…");
}

function found(position) {
  last = position;
  say(`已定位，误差约${Math.round(position.coords.accuracy)}米`);
}

function failed({ code, PERMISSION_DENIED }) {
  if (code !== PERMISSION_DENIED) return say("暂时定不了位，照片先不记地点");
  end();
  control.checked = false;
  say("浏览器没有允许定位，照片不记地点");
}

function end() {
  if (watch !== null) navigator.geolocation.clearWatch(watch);
  watch = last = null;
  localStorage.removeItem(KEY);
  say("");
}

function say(words) {
  said.textContent = words;
}

if (control && window.isSecureContext && navigator.geolocation) {
  control.closest("[hidden]").hidden = false;
  control.addEventListener("change", () => {
    if (!control.checked) return end();
    localStorage.setItem(KEY, "yes");
    begin();
  });
  control.checked = localStorage.getItem(KEY) === "yes";
  if (control.checked) begin();
}
