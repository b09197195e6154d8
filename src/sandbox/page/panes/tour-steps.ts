import type { Delivery } from '../api/types.ts';

/** The main job in steps: who, where, what to press, what happens and by which rule. */
export interface TourStep {
  key: string;
  title: string;
  role: string;
  /** A channel's name, or `home`. */
  place: string;
  press: string;
  happens: string;
  rules: string;
  /** Whether the traffic shows that it was done; without it the person marks it. */
  done?: (delivery: Delivery) => boolean;
}

export const TOUR: readonly TourStep[] = [];
