// A picture before it is kept: reduced on the tablet, with what the camera wrote about time and place beside it.

const LONGEST_EDGE = 2048;
const QUALITY = 0.82;
const MOST_PIXELS = 50_000_000; // of four bytes each while they are decoded: a small tablet has no room for more
const HEAD = 256 * 1024; // the camera's words stand before the picture
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0]; // "Exif\0\0"

const [BEGINNING, SCAN, ENDING, APPLICATION] = [0xd8, 0xda, 0xd9, 0xe1]; // markers (Exif 3.0, 4.7.2), each after 0xff

/** The file to send, and the camera's own words ("exif", a Blob) where it wrote any. */
export async function prepared(file) {
  if (!/^image\/|^$/.test(file.type)) return { file };
  const { width, height } = await sizeOf(file);
  if (width * height > MOST_PIXELS) return { file: whole(file, width, height) };
  const small = await reduced(file);
  return small === file ? { file } : { file: small, exif: await exifOf(file) };
}

/** Its size as it stands in the file's head, nothing decoded; 0 by 0 when this browser cannot read it. */
async function sizeOf(file) {
  const address = URL.createObjectURL(file);
  const picture = new Image();
  const read = new Promise((resolve) => { picture.onload = picture.onerror = resolve; });
  picture.src = address;
  await read;
  URL.revokeObjectURL(address);
  return { width: picture.naturalWidth, height: picture.naturalHeight };
}

/** A huge JPEG goes as it is, for the server can decode it reduced. */
function whole(file, width, height) {
  if (file.type === "image/jpeg") return file;
  throw new Error(`照片有${width}×${height}像素，太大，请在相册或看图软件里把长边缩到4000像素以内再传，或者点“拍照”重拍`);
}

/** The picture as a JPEG within the longest edge, the right way up; as it is when this browser cannot read it. */
async function reduced(file) {
  let picture;
  try {
    if (await isCut(file)) return file; // for the server to refuse: Firefox and Safari would show what there is of it
    picture = await opened(file);
  } catch {
    return file;
  }
  const scale = Math.min(1, LONGEST_EDGE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close?.();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  return blob ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file;
}

/** The picture, turned as the camera noted it. Chromium before 112 and Safari before 17 refuse to be told so. */
async function opened(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return loaded(file);
  }
}

/** The same by an element, which all browsers turn. */
async function loaded(file) {
  const picture = Object.assign(new Image(), { src: URL.createObjectURL(file) });
  try {
    await picture.decode();
  } finally {
    URL.revokeObjectURL(picture.src);
  }
  return picture;
}

/** The block of a JPEG in which the camera wrote, or null. */
async function exifOf(file) {
  const bytes = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  for (const [marker, block] of blocksOf(bytes))
    if (marker === APPLICATION && EXIF.every((byte, index) => block[index] === byte)) return new Blob([block]);
  return null;
}

/** Whether the end of a JPEG is missing, as after a copy that broke off. */
async function isCut(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!isJpeg(bytes)) return false;
  const scan = [...blocksOf(bytes)].find(([marker]) => marker === SCAN)?.[1].byteOffset ?? bytes.length;
  for (let at = bytes.lastIndexOf(ENDING); at > scan; at = bytes.lastIndexOf(ENDING, at - 1)) if (bytes[at - 1] === 0xff) return false;
  return true;
}

const isJpeg = (bytes) => bytes[0] === 0xff && bytes[1] === BEGINNING;

/** [marker, content] of each block before the picture itself. */
function* blocksOf(bytes) {
  for (let at = 2; isJpeg(bytes) && at + 4 < bytes.length && bytes[at] === 0xff; ) {
    const length = (bytes[at + 2] << 8) | bytes[at + 3];
    yield [bytes[at + 1], bytes.subarray(at + 4, at + 2 + length)];
    at += 2 + length;
  }
}
