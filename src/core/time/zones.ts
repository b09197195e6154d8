/**
 * What clocks in a time zone show, and back. Local times are numbers here: milliseconds as if the clock showed UTC.
 * Everything else goes through `calendar.ts`.
 */

const dayLength = 86_400_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Whether this is an IANA time zone that the runtime knows, such as `Europe/Rome`. */
export const isZone = (zone: string): boolean => {
  // Offsets such as "+02:00" are understood by some runtimes, but they know no summer time.
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
};

/**
 * The instant at which clocks in the zone show a local time: the next existing one where clocks skip it, the first
 * where they show it twice.
 */
export const instantOfLocal = (local: number, zone: string): number => {
  const offset = (at: number) => localTime(zone, at) - at;
  // Offsets lie within ±14 h, so these two stand before and after any change near the wanted time.
  const early = local - dayLength;
  const late = local + dayLength;
  const matches = [offset(early), offset(late)].map((o) => local - o).filter((at) => localTime(zone, at) === local);
  return matches.length > 0 ? Math.min(...matches) : changeBetween(early, late, offset);
};

/** The first instant at which the new offset holds. */
const changeBetween = (before: number, after: number, offset: (at: number) => number): number => {
  const old = offset(before);
  let low = before;
  let high = after;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle) === old) low = middle;
    else high = middle;
  }
  return high;
};

/** What clocks in the zone show, as if they showed UTC; exact to the millisecond. */
export const localTime = (zone: string, at: number): number => {
  const parts = formatterOf(zone).formatToParts(at);
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const seconds = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
  return seconds + (((at % 1000) + 1000) % 1000);
};

const formatterOf = (zone: string): Intl.DateTimeFormat => {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
};
