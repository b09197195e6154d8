import type { Delivery } from '../api/traffic.ts';

/** Who goes where and presses what. */
export interface Turn {
  role: string;
  /** A channel's name, or `home`. */
  place: string;
  press: string;
}

/** Whose turns it takes, what happens and by which rule. */
export interface TourStep {
  key: string;
  title: string;
  turns: readonly Turn[];
  happens: string;
  rules: string;
  /** Whether the traffic, oldest first, shows that it was done; without it the person marks it. */
  done?: (deliveries: readonly Delivery[]) => boolean;
}

export const isSubmitted = ({ kind, name }: Delivery, callbacks: readonly string[]): boolean =>
  kind === 'view_submission' && callbacks.includes(name);

export const submitted =
  (...callbacks: string[]) =>
  (deliveries: readonly Delivery[]): boolean =>
    deliveries.some((each) => isSubmitted(each, callbacks));

export const pressed =
  (action: string) =>
  (deliveries: readonly Delivery[]): boolean =>
    deliveries.some(({ kind, name }) => kind === 'block_actions' && name === action);

/** Only what happened after this form counts: the same was perhaps done before. */
export const after =
  (callback: string, done: (deliveries: readonly Delivery[]) => boolean) =>
  (deliveries: readonly Delivery[]): boolean => {
    const at = deliveries.findIndex((each) => isSubmitted(each, [callback]));
    return at >= 0 && done(deliveries.slice(at));
  };
