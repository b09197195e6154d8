/** Times as the reader's zone has them. Days are compared in that zone too, and "today" is Baton's, not the machine's. */

const formats = new Map<string, Intl.DateTimeFormat>();

const format = (zone: string, key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const id = `${zone}|${key}`;
  const known = formats.get(id) ?? new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone });
  formats.set(id, known);
  return known;
};

export const dayKey = (ms: number, zone: string): string =>
  format(zone, 'key', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(ms);

const shapes: Record<string, Intl.DateTimeFormatOptions> = {
  date_slash: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date_long_full: { month: 'long', day: 'numeric', year: 'numeric' },
  date: { month: 'long', day: 'numeric' },
  date_short: { month: 'short', day: 'numeric', year: 'numeric' },
  date_long: { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

const DAY = 86_400_000;

const pretty = (ms: number, zone: string, now: number): string | undefined => {
  const day = dayKey(ms, zone);
  if (day === dayKey(now, zone)) return 'today';
  if (day === dayKey(now - DAY, zone)) return 'yesterday';
  if (day === dayKey(now + DAY, zone)) return 'tomorrow';
  return undefined;
};

const SUFFIXES: Readonly<Record<number, string>> = {
  1: 'st',
  2: 'nd',
  3: 'rd',
  21: 'st',
  22: 'nd',
  23: 'rd',
  31: 'st',
};

/** The long form has the day as one says it: Monday, December 23rd, 2013. */
const ordinal = (date: string): string =>
  date.replace(/\d{1,2}(?=,|$)/, (day) => `${day}${SUFFIXES[Number(day)] ?? 'th'}`);

const one = (name: string, ms: number, zone: string): string | undefined => {
  if (name === 'date_num') return toZoned(ms / 1000, zone).slice(0, 10);
  const shape = shapes[name];
  if (!shape) return undefined;
  const text = format(zone, name, shape).format(ms);
  return name === 'date_long' ? ordinal(text) : text;
};

const ago = (ms: number, now: number): string => {
  const minutes = Math.max(0, Math.round((now - ms) / 60_000));
  const [count, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 60 * 24
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / 60 / 24), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
};

/** In the current year the year goes without saying. */
const dayDivider = (ms: number, zone: string, now: number): string => {
  const day = one('date_long', ms, zone) ?? '';
  const thisYear = `, ${toZoned(now / 1000, zone).slice(0, 4)}`;
  return day.endsWith(thisYear) ? day.slice(0, -thisYear.length) : day;
};

const filled = (name: string, ms: number, zone: string, now: number): string | undefined => {
  if (name === 'ago') return ago(ms, now);
  if (name === 'day_divider_pretty') return pretty(ms, zone, now) ?? dayDivider(ms, zone, now);
  return name.endsWith('_pretty')
    ? (pretty(ms, zone, now) ?? one(name.slice(0, -'_pretty'.length), ms, zone))
    : one(name, ms, zone);
};

/** Fills the placeholders of `<!date^…^{date_short_pretty} at {time}|…>`; undefined when one is unknown. */
export const fillDate = (template: string, seconds: number, zone: string, now: number): string | undefined => {
  const ms = seconds * 1000;
  let known = true;
  const text = template.replace(/\{([a-z_]+)\}/g, (_whole, name: string) => {
    const value = filled(name, ms, zone, now);
    if (value === undefined) known = false;
    return value ?? '';
  });
  return known ? text : undefined;
};

export const clockTime = (ms: number, zone: string): string => one('time', ms, zone) ?? '';

export const fullTime = (ms: number, zone: string): string =>
  `${one('date_long', ms, zone)}, ${one('time_secs', ms, zone)}`;

/** What the line between two days says. */
export const dayName = (ms: number, zone: string, now: number): string => {
  const name = pretty(ms, zone, now) ?? dayDivider(ms, zone, now);
  return name.charAt(0).toUpperCase() + name.slice(1);
};

export const tsMs = (ts: string): number => Number(ts) * 1000;

/** Monday, November 30, 09:30: the clock in the top bar. */
export const longMoment = (ms: number, zone: string): string =>
  format(zone, 'moment', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(ms);

const wall = (zone: string) =>
  format(zone, 'wall', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });

/** Seconds since 1970 as `2026-11-30T09:30` on the zone's clocks. */
export const toZoned = (seconds: number, zone: string): string => {
  const part = Object.fromEntries(
    wall(zone)
      .formatToParts(seconds * 1000)
      .map(({ type, value }) => [type, value]),
  );
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
};

/** The inverse of `toZoned`; in the hour that clocks skip or repeat, one of the possible moments. */
export const fromZoned = (text: string, zone: string): number => {
  const wanted = Date.parse(`${text}:00Z`) / 1000;
  const behind = (moment: number) => wanted - Date.parse(`${toZoned(moment, zone)}:00Z`) / 1000;
  // The zone's offset is looked up at the first guess, which may lie on the other side of a change of clocks: so once more.
  const guess = wanted + behind(wanted);
  return guess + behind(guess);
};
