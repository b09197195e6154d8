/** Ink where nobody chose a colour. */
const standard = '#1f3a5f';

const channels = (colour: string): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** WCAG 2: relative luminance. */
const luminance = (rgb: readonly number[]): number => {
  const [red = 0, green = 0, blue = 0] = rgb.map((each) => {
    const part = each / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrastToWhite = (rgb: readonly number[]): number => 1.05 / (luminance(rgb) + 0.05);

/**
 * A colour in which text can be read on white (4.5 to 1): the one given, or a darker one; the standard where it is none.
 *
 * Example: `#1f4e79` stays, `#ffd700` becomes a dark gold.
 */
export const inkOf = (colour: string | undefined): string => {
  const chosen = colour && /^#[0-9a-f]{6}$/i.test(colour) ? colour.toLowerCase() : standard;
  let rgb = channels(chosen);
  while (contrastToWhite(rgb) < 4.5) rgb = rgb.map((each) => Math.floor(each * 0.95));
  return `#${rgb.map((each) => each.toString(16).padStart(2, '0')).join('')}`;
};
