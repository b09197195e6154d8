import { create } from 'qrcode';

/** White around a code, in modules: readers want it. */
const margin = 2;

/**
 * A QR code, level M, as SVG. Rows of dark modules are drawn as one stroke each, so that it is small and has no hairlines.
 *
 * @param text at most 331 bytes for what a bank's app shall read
 */
export const qrSvg = (text: string): string => {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  const rows = Array.from({ length: size }, (_, y) =>
    [...runsOf(Array.from({ length: size }, (_, x) => modules.get(y, x) === 1))].map(
      ({ at, length }) => `M${at + margin} ${y + margin}h${length}v1h-${length}z`,
    ),
  );
  const whole = size + margin * 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole} ${whole}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${whole}v${whole}h-${whole}z"/><path fill="#000" d="${rows.flat().join('')}"/></svg>`;
};

function* runsOf(dark: readonly boolean[]): Generator<{ readonly at: number; readonly length: number }> {
  for (let at = 0; at < dark.length; at += 1) {
    if (!dark[at]) continue;
    const end = dark.indexOf(false, at);
    const length = (end < 0 ? dark.length : end) - at;
    yield { at, length };
    at += length;
  }
}
