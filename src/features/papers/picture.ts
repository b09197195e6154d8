/** What a picture's own bytes say of it: nobody's file name is believed. */

export interface PictureSize {
  readonly type: 'png' | 'jpeg';
  readonly width: number;
  readonly height: number;
}

const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Which begin a frame of a JPEG and tell its size; the others between C0 and CF are tables. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const pngSize = (bytes: Buffer): PictureSize | undefined =>
  bytes.length >= 33 && bytes.toString('latin1', 12, 16) === 'IHDR'
    ? { type: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
    : undefined;

/** A JPEG is segments, each with its length, until its scan begins. */
const jpegSize = (bytes: Buffer): PictureSize | undefined => {
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    if (isFrame(marker)) return { type: 'jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
};

/**
 * Which picture these bytes begin, and how large it is in pixels; undefined where they are no PNG and no JPEG. Whether the rest can be
 * drawn, who prints it tells.
 */
export const pictureSize = (bytes: Uint8Array): PictureSize | undefined => {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (all.subarray(0, 8).equals(pngStart)) return pngSize(all);
  return all[0] === 0xff && all[1] === 0xd8 ? jpegSize(all) : undefined;
};
