/** Times as the reader's zone has them. Days are compared in that zone too, and "today" is Baton's, not the machine's. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = `${zone}|${key}`;
  const known = formats.get(id) ?? new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone });
  formats.set(id, known);
  return known;
}

export const dayKey = (ms: number, zone: string): string =>
  format(zone, 'key', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(ms);

const shapes: Record<string, Intl.DateTimeFormatOptions> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { month: 'long', day: 'numeric', year: 'numeric' },
  date_short: { month: 'short', day: 'numeric', year: 'numeric' },
  date_long: { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

const DAY = 86_400_000;

function pretty(ms: number, zone: string, now: number): string | undefined {
  const day = dayKey(ms, zone);
  if (day === dayKey(now, zone)) return 'today';
  if (day === dayKey(now - DAY, zone)) return 'yesterday';
  if (day === dayKey(now + DAY, zone)) return 'tomorrow';
  return undefined;
}

const one = (name: string, ms: number, zone: string): string | undefined => {
  const shape = shapes[name];
  return shape && format(zone, name, shape).format(ms);
};

/** Fills the placeholders of `<!date^…^{date_short_pretty} at {time}|…>`; undefined when one is unknown. */
export function fillDate(template: string, seconds: number, zone: string, now: number): string | undefined {
  const ms = seconds * 1000;
  let known = true;
  const text = template.replace(/\{([a-z_]+)\}/g, (_whole, name: string) => {
    const filled = name.endsWith('_pretty')
      ? (pretty(ms, zone, now) ?? one(name.slice(0, -'_pretty'.length), ms, zone))
      : one(name, ms, zone);
    if (filled === undefined) known = false;
    return filled ?? '';
  });
  return known ? text : undefined;
}

export const clockTime = (ms: number, zone: string): string => one('time', ms, zone) ?? '';

export const fullTime = (ms: number, zone: string): string =>
  `${one('date_long', ms, zone)}, ${one('time_secs', ms, zone)}`;

/** What the line between two days says. */
export function dayName(ms: number, zone: string, now: number): string {
  const near = pretty(ms, zone, now);
  if (near) return near.charAt(0).toUpperCase() + near.slice(1);
  return format(zone, 'divider', { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' }).format(ms);
}

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
export function toZoned(seconds: number, zone: string): string {
  const part = Object.fromEntries(
    wall(zone)
      .formatToParts(seconds * 1000)
      .map(({ type, value }) => [type, value]),
  );
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

/** The inverse of `toZoned`; in the hour that clocks skip or repeat, one of the possible moments. */
export function fromZoned(text: string, zone: string): number {
  const wanted = Date.parse(`${text}:00Z`) / 1000;
  const behind = (moment: number) => wanted - Date.parse(`${toZoned(moment, zone)}:00Z`) / 1000;
  // The zone's offset is looked up at the first guess, which may lie on the other side of a change of clocks: so once more.
  const guess = wanted + behind(wanted);
  return guess + behind(guess);
}
