/** Lengths of time as people write and read them, in whole minutes. */

const grammar =
  /^(?:(\d{1,3}):([0-5]\d)|(\d{1,3}(?:\.\d{1,2})?)\s*h(?:ours?)?|(?:(\d{1,3})\s*h(?:ours?)?\s*)?(\d{1,5})\s*(?:m|min|minutes?))$/i;

/**
 * Examples: `1:30`, `1.5 h`, `1 h 30 min` and `90 min` are 90.
 * @returns undefined for what is written otherwise, is nothing, or is no whole number of minutes
 */
export const parseMinutes = (text: string): number | undefined => {
  const [all, clockHours, clockMinutes, hours, wholeHours, minutes] = grammar.exec(text.trim()) ?? [];
  if (all === undefined) return undefined;
  const whole = (part: string | undefined): number => Number(part ?? 0);
  const found =
    hours === undefined ? whole(clockHours ?? wholeHours) * 60 + whole(clockMinutes ?? minutes) : whole(hours) * 60;
  return Number.isInteger(found) && found > 0 ? found : undefined;
};

/** Examples: 90 is `1 h 30 min`, 120 is `2 h`, 45 is `45 min`. */
export const formatMinutes = (minutes: number): string => {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [...(hours > 0 ? [`${hours} h`] : []), ...(rest > 0 || hours === 0 ? [`${rest} min`] : [])].join(' ');
};
