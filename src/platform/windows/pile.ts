/** The modals that a person has on top of one another, and where among them a window comes. WRK-1 */
import { parseSubject, type Subject, sameSubject, subjectText } from '../../core/subject.ts';

/** A window, and what it took the place of: the windows that Back leads to, the last of them first. */
export interface WindowPlace extends Subject {
  /** The first that was opened first. */
  readonly trail: readonly Subject[];
}

/** A list of things, and what it was made with. */
export interface ListPlace {
  readonly callback: string;
  readonly data: string;
}

/** A modal in the pile of those that are open, and what it shows, if it can be drawn anew. */
export interface Layer {
  readonly viewId: string;
  readonly window?: WindowPlace | undefined;
  readonly list?: ListPlace | undefined;
}

/** Slack's limit of modals on top of one another. */
const mostLayers = 3;
/** Of the windows that Back leads to: they travel in Slack's 3,000 characters of a modal's data, once for each layer. */
const longestTrail = 8;

/** A window leaves room for a form on top of it; whatever finds none takes the place of what is shown. */
export const hasRoom = (layers: readonly Layer[], isWindow: boolean): boolean =>
  layers.length < (isWindow ? mostLayers - 1 : mostLayers);

/** As a modal's data: `case:0198… customer:0199…`, the window and its trail. */
export const placeText = ({ trail, ...subject }: WindowPlace): string => [subject, ...trail].map(subjectText).join(' ');

/** @returns undefined unless the text was made by `placeText` */
export const parsePlace = (text: string): WindowPlace | undefined => {
  const [window, ...trail] = text.split(' ').map(parseSubject);
  return window && { ...window, trail: trail.filter((each) => each !== undefined) };
};

/** What a layer shows, for the modals above it. */
export const layerText = ({ window, list }: Layer): string => {
  if (window) return placeText(window);
  return list ? `${list.callback}=${list.data}` : '';
};

export const parseLayer = (viewId: string, text: string): Layer => {
  const window = parsePlace(text);
  const [, callback, data] = /^([a-z_.]+)=(.*)$/s.exec(text) ?? [];
  return { viewId, window, ...(callback && data !== undefined ? { list: { callback, data } } : {}) };
};

/**
 * Where the window of a subject comes: on top, or in the place of the one that is shown, which Back then leads to. One that Back
 * led to already is not gone round to once more.
 *
 * Example: in a case (trail: license) that has a form's room left above it only, the customer comes in its place (trail: license, case);
 * from there the license comes with no trail.
 */
export const wayTo = (
  layers: readonly Layer[],
  subject: Subject,
): { readonly isInPlace: boolean; readonly trail: readonly Subject[] } => {
  if (hasRoom(layers, true)) return { isInPlace: false, trail: [] };
  const window = layers.at(-1)?.window;
  if (!window) return { isInPlace: true, trail: [] };
  const { trail, type, id } = window;
  const whole = [...trail, { type, id }];
  const known = whole.findIndex((each) => sameSubject(each, subject));
  return { isInPlace: true, trail: known >= 0 ? whole.slice(0, known) : whole.slice(-longestTrail) };
};
