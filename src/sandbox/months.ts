import { addMonths, type Day, day } from '../core/time/calendar.ts';

/** Months that go by, and how far they are. */
export interface Passing {
  /** From 1. */
  readonly month: number;
  readonly of: number;
  readonly today: Day;
  /** Since it was asked for, the day after this one is not begun. */
  readonly isStopping?: boolean;
}

/**
 * Lets months go by, a day at a time, so that everything is done on its day and what it says has time to arrive.
 * @param nextDay goes one day on, does what is due, and answers that day
 */
export const createMonths = (nextDay: (withBills: boolean) => Promise<Day>) => {
  let passing: Passing | undefined;
  let problem: string | undefined;

  const pass = async (from: Day, of: number, withBills: boolean): Promise<void> => {
    let today = from;
    for (let month = 1; month <= of; month += 1) {
      const until = addMonths(from, month);
      while (today < until && !passing?.isStopping) {
        passing = { month, of, today };
        today = await nextDay(withBills);
      }
    }
  };

  return {
    state: (): { readonly passing?: Passing; readonly problem?: string } => ({
      ...(passing ? { passing } : {}),
      ...(problem ? { problem } : {}),
    }),
    /** @throws Error where some go by already */
    start: (now: Date, of: number, withBills: boolean): void => {
      if (passing) throw new Error('Months go by already; stop them first.');
      const from = day(now.toISOString().slice(0, 10));
      problem = undefined;
      passing = { month: 1, of, today: from };
      void pass(from, of, withBills)
        .catch((error: unknown) => {
          problem = error instanceof Error ? error.message : String(error);
        })
        .finally(() => {
          passing = undefined;
        });
    },
    /** After the day that is under way. */
    stop: (): void => {
      if (passing) passing = { ...passing, isStopping: true };
    },
  };
};
