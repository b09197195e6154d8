import type { ButtonSpec } from '../block-kit/blocks.ts';

/** The way into the window of a noun, known to whoever draws a button that leads there. WRK-1 */
export interface Door {
  /** The subject's type, such as `project`. */
  readonly subject: string;
  /** The id of the button that opens it. It never changes: old messages carry it. */
  readonly opens: string;
  /** What that button says: `Open project`. */
  readonly button: string;
}

/** The button that leads to the window of one of them. */
export const openButton = (door: Door, id: string): ButtonSpec => ({
  text: door.button,
  action: door.opens,
  value: id,
});
