import { addDays, type Day, instantAt, parseDay } from '../../core/time/calendar.ts';
import { monthOf, offsetOf } from './written-dates.ts';

const tokens = {
  YYYY: '(\\d{4})',
  MMM: '(\\p{L}{3,12}\\.?)',
  MM: '(\\d{1,2})',
  DD: '(\\d{1,2})',
  HH: '(\\d{1,2})',
  hh: '(\\d{1,2})',
  mm: '(\\d{2})',
  // Parts of a second are read over.
  ss: '(\\d{2})(?:[.,]\\d{1,9})?',
  A: '([AaPp][Mm])',
  Z: '([A-Za-z]{1,5}|[-+−]\\d{2}:?(?:\\d{2})?)',
};
type Token = keyof typeof tokens;
const tokenPattern = /YYYY|MMM|MM|DD|HH|hh|mm|ss|A|Z/g;

/** Whether the format names at least year, month (in figures or by name) and day, each token once. */
export const isDateFormat = (format: string): boolean => {
  const used: readonly string[] = format.match(tokenPattern) ?? [];
  return (
    ['YYYY', 'DD'].every((token) => used.includes(token)) &&
    used.includes('MM') !== used.includes('MMM') &&
    new Set(used).size === used.length &&
    format.length <= 40
  );
};

export interface LocalTime {
  readonly day: Day;
  /** 0 to 23. */
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Minutes east of UTC, where the text says so. */
  readonly offset: number | undefined;
}

/** @returns a reader that answers undefined for a text that does not fit the format or names no existing time */
export const dateReader = (format: string): ((text: string) => LocalTime | undefined) => {
  const order: Token[] = [];
  // What is no token stands for itself.
  const pattern = format.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(tokenPattern, (token) => {
    order.push(token as Token);
    return tokens[token as Token];
  });
  const whole = new RegExp(`^${pattern}$`, 'u');
  const place = (token: Token) => order.indexOf(token) + 1;
  const [year, month, named, date, hour24, hour12, minute, second, half, zone] = (
    ['YYYY', 'MM', 'MMM', 'DD', 'HH', 'hh', 'mm', 'ss', 'A', 'Z'] as const
  ).map(place);
  const read = (match: RegExpExecArray, at: number | undefined): string => (at ? match[at] : undefined) ?? '';
  const days = new Map<string, Day | undefined>();
  const dayOf = (text: string): Day | undefined => {
    if (!days.has(text)) {
      if (days.size > 10_000) days.clear();
      days.set(text, parseDay(text));
    }
    return days.get(text);
  };
  return (text) => {
    const match = whole.exec(text);
    if (!match) return undefined;
    const inYear = named ? String(monthOf(read(match, named)) ?? '') : read(match, month);
    const day = dayOf(`${read(match, year)}-${inYear.padStart(2, '0')}-${read(match, date).padStart(2, '0')}`);
    const offset = zone ? offsetOf(read(match, zone)) : undefined;
    const hour = hour24
      ? Number(read(match, hour24))
      : hour12
        ? twelve(Number(read(match, hour12)), read(match, half))
        : 0;
    const minutes = Number(read(match, minute));
    const seconds = Number(read(match, second));
    if (!day || !(hour >= 0 && hour < 24) || minutes > 59 || seconds > 59) return undefined;
    if (zone && offset === undefined) return undefined;
    return { day, hour, minute: minutes, second: seconds, offset };
  };
};

/** 12 AM is 0, 12 PM is 12; NaN for hours that no clock shows. */
const twelve = (hour: number, half: string): number => {
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
};

const two = (n: number): string => String(n).padStart(2, '0');
const hourLength = 3_600_000;

/**
 * Turns local times of one zone into instants (milliseconds); a time that states its own zone is of that. Looks each hour up once: a report has half a million rows but
 * few hours. Within an hour in which the clocks change, every minute is looked up.
 */
export const instantReader = (zone: string): ((local: LocalTime) => number) => {
  const hours = new Map<string, number | undefined>();
  const startOf = (day: Day, hour: number): number =>
    instantAt(hour > 23 ? addDays(day, 1) : day, `${two(hour % 24)}:00`, zone).getTime();
  return ({ day, hour, minute, second, offset }) => {
    if (offset !== undefined) return Date.parse(`${day}T${two(hour)}:${two(minute)}:${two(second)}Z`) - offset * 60_000;
    const key = `${day} ${hour}`;
    if (!hours.has(key)) {
      const start = startOf(day, hour);
      hours.set(key, startOf(day, hour + 1) - start === hourLength ? start : undefined);
    }
    const start = hours.get(key);
    if (start !== undefined) return start + (minute * 60 + second) * 1000;
    return instantAt(day, `${two(hour)}:${two(minute)}`, zone).getTime() + second * 1000;
  };
};
