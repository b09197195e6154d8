import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pictureSize } from '../../../src/features/papers/index.ts';
import { aPng, jpegHead } from '../../support/pictures.ts';

describe('what a picture says of itself', () => {
  test('CUS-2 a PNG and a JPEG by their own bytes, whatever the file is called', () => {
    expect(pictureSize(aPng(7, 3))).toEqual({ type: 'png', width: 7, height: 3 });
    expect(pictureSize(jpegHead(640, 480))).toEqual({ type: 'jpeg', width: 640, height: 480 });
    for (const other of ['GIF89a\u0001\u0000\u0001\u0000', '<svg xmlns="http://www.w3.org/2000/svg"/>', '%PDF-1.7', ''])
      expect(pictureSize(Buffer.from(other))).toBeUndefined();
  });

  test('CUS-2 whatever bytes come, it answers, and reads none that is not there', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(aPng(2, 2), jpegHead(9, 9), Buffer.from([0xff, 0xd8])),
        fc.nat({ max: 80 }),
        fc.uint8Array({ maxLength: 40 }),
        (picture, at, tail) => {
          const bytes = Buffer.concat([picture.subarray(0, at), tail]);
          const size = pictureSize(bytes);
          expect(size === undefined || (size.width >= 0 && size.height >= 0)).toBe(true);
        },
      ),
    );
  });
});
