import type { Rate } from './route.ts';

/** How many are remembered: whoever makes up addresses or tokens costs no more memory than this. */
const most = 20_000;

/**
 * Counts requests by whoever makes them. Each uses up its share of the time; a burst of `times` may run ahead of it.
 * @returns how many seconds to wait, 0 for none
 * @example createLimiter({ times: 60, seconds: 60 }) lets 60 through at once, and then one a second
 */
export const createLimiter = (rate: Rate, now: () => number = Date.now): ((who: string) => number) => {
  const share = (rate.seconds * 1000) / rate.times;
  /** When each has used up what it took; oldest first. */
  const usedUp = new Map<string, number>();
  const forget = (at: number): void => {
    for (const [who, until] of usedUp) if (until <= at) usedUp.delete(who);
    for (const who of usedUp.keys()) {
      if (usedUp.size <= most / 2) return;
      usedUp.delete(who);
    }
  };
  return (who) => {
    const at = now();
    const from = Math.max(at, usedUp.get(who) ?? 0);
    const ahead = from + share - at - rate.seconds * 1000;
    if (ahead > 0) return Math.ceil(ahead / 1000);
    usedUp.delete(who);
    usedUp.set(who, from + share);
    if (usedUp.size > most) forget(at);
    return 0;
  };
};
