/** How dates are written beside figures: names of months, and zones. */

const english = 'jan feb mar apr may jun jul aug sep oct nov dec';
/** What differs from English by its first three letters: Italian, German, French, Spanish. */
const others: Readonly<Record<string, number>> = {
  ...{ gen: 1, mag: 5, giu: 6, lug: 7, ago: 8, set: 9, ott: 10, dic: 12 },
  ...{ mär: 3, mai: 5, okt: 10, dez: 12 },
  ...{ fév: 2, fev: 2, avr: 4, aoû: 8, aou: 8, déc: 12 },
  ...{ ene: 1, abr: 4 },
};
const months = new Map([...english.split(' ').map((name, at) => [name, at + 1] as const), ...Object.entries(others)]);

/**
 * The month that a name begins with, in whatever case.
 *
 * Example: `DEC`, `December`, `dic.` are 12. French June and July share their beginning and are told apart by the fourth letter.
 */
export const monthOf = (name: string): number | undefined => {
  const lower = name.normalize('NFC').toLowerCase();
  if (lower.startsWith('juin')) return 6;
  if (lower.startsWith('juil')) return 7;
  return months.get(lower.slice(0, 3));
};

/** Hours from UTC of names that mean one zone only; what may be two (IST, BST) is none. */
const zones: Readonly<Record<string, number>> = {
  ...{ Z: 0, UTC: 0, GMT: 0 },
  ...{ EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7, AKST: -9, AKDT: -8, HST: -10 },
  ...{ WET: 0, WEST: 1, CET: 1, CEST: 2, EET: 2, EEST: 3, AEST: 10, AEDT: 11 },
};

/** Minutes east of UTC: `+02:00`, `-0500`, `+01`, `MDT`, `Z`; undefined for a zone that is not known. */
export const offsetOf = (zone: string): number | undefined => {
  const [, sign, hours = '', minutes = '0'] = /^([-+−])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (sign === undefined) {
    const named = zones[zone.toUpperCase()];
    return named === undefined ? undefined : named * 60;
  }
  const total = Number(hours) * 60 + Number(minutes);
  return Number(hours) > 14 || Number(minutes) > 59 ? undefined : (sign === '+' ? 1 : -1) * total;
};
