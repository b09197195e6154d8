import { clip } from '../text/text.ts';
import { type Money, minorDigits } from './currencies.ts';

export type ParsedAmount =
  | { readonly ok: true; readonly value: Money }
  | { readonly ok: false; readonly error: string };

const maxDigits = 12;

/** Figures without their point, such as 200000n for `2,000.00`; or what to tell the person. */
type ParsedDecimal = { readonly ok: true; readonly value: bigint } | { readonly ok: false; readonly error: string };

/**
 * Reads an amount as people write it: `2000`, `2,000.00`, `2.000,00`, `$2,000`, `€ 1 234,50`, `1'234.50 CHF`.
 * Where a text could mean two amounts it is refused, never guessed: `2.000` may be two thousand or two.
 * `2,000` is two thousand, except in currencies with three decimals or more, where it is refused too.
 *
 * @returns the amount, zero or positive, or a sentence for the person that says how to write it (BIL-11: an amount
 *   with more decimals than the currency has is refused, not rounded)
 */
export const parseAmount = (text: string, currency: string): ParsedAmount => {
  const parsed = parseDecimal(text, currency, 0);
  return parsed.ok ? { ok: true, value: { amount: parsed.value, currency } } : parsed;
};

/** The same with so many decimals more than the currency has, for prices: counted in the last of them. */
export const parseDecimal = (text: string, currency: string, finer: number): ParsedDecimal => {
  const minor = minorDigits(currency);
  const example = minor === 0 ? '2000' : `2000.${'0'.repeat(minor)}`;
  // NFKC turns full-width digits and the various no-break spaces into plain ones.
  const trimmed = text.normalize('NFKC').trim();
  if (trimmed === '') return refuse(`Write an amount, such as ${example}.`);
  if (/[-−–(]/u.test(trimmed)) return refuse('An amount cannot be negative here: write it without the minus sign.');

  const parts = /^([^\d.,]*)([\d.,'’ ]*\d[\d.,'’ ]*?)([^\d.,'’]*)$/u.exec(trimmed);
  if (!parts) return refuse(`“${clip(trimmed, 31)}” is not an amount. Write it like ${example}.`);
  const [, before = '', figures = '', after = ''] = parts;
  for (const word of [before.trim(), after.trim()]) {
    if (word !== '' && !meansCurrency(word, currency)) {
      return refuse(`Amounts here are in ${currency}: write only the figures, such as ${example}.`);
    }
  }
  return readFigures(figures.trim(), { currency, minor, finer, example });
};

const readFigures = (
  figures: string,
  { currency, minor, finer, example }: { currency: string; minor: number; finer: number; example: string },
): ParsedDecimal => {
  const decimals = minor + finer;
  const split = splitDecimals(figures, decimals);
  if (split === 'ambiguous') {
    return refuse(ambiguity(figures, decimals));
  }
  const whole = ungroup(split.whole);
  if (whole === undefined || !/^\d*$/.test(split.fraction)) {
    return refuse(`“${clip(figures, 31)}” is not an amount. Write it like ${example}.`);
  }
  if (split.fraction.length > decimals) return refuse(tooFine(currency, decimals, finer, example));
  if (whole.length + split.fraction.length > maxDigits + finer) {
    return refuse(`That is more than ${maxDigits + finer} digits: please check the amount.`);
  }
  return { ok: true, value: BigInt(`${whole}${split.fraction.padEnd(decimals, '0')}` || '0') };
};

const tooFine = (currency: string, decimals: number, finer: number, example: string): string => {
  if (finer > 0) return `A price in ${currency} has at most ${decimals} decimals: leave out the others.`;
  if (decimals === 0) return `${currency} has no decimals: write it like ${example}.`;
  return `${currency} has ${decimals} decimals: write it like ${example}.`;
};

/** Names both readings, each written so that it has only one. */
const ambiguity = (figures: string, decimals: number): string => {
  const [before = '', after = ''] = figures.split(/[.,]/);
  const many = `${before}${after}${decimals >= 3 ? '.000' : ''}`;
  const few = decimals >= 3 ? `write 0${before}.${after}` : `use at most ${decimals} decimals`;
  return `“${figures}” can be read in two ways. Write ${many} if you mean that; otherwise ${few}.`;
};

/** Decides which separator, if any, begins the decimals. */
const splitDecimals = (figures: string, decimals: number): { whole: string; fraction: string } | 'ambiguous' => {
  const at = Math.max(figures.lastIndexOf('.'), figures.lastIndexOf(','));
  if (at < 0) return { whole: figures, fraction: '' };
  const mark = figures.charAt(at);
  const split = { whole: figures.slice(0, at), fraction: figures.slice(at + 1) };
  const before = split.whole;
  if (before.includes(mark)) return { whole: figures, fraction: '' }; // 1.234.567: it separates thousands
  const alone = /^[1-9]\d{0,2}$/.test(before) && /^\d{3}$/.test(split.fraction);
  if (!alone) return split;
  if (mark === ',' && decimals < 3) return { whole: figures, fraction: '' }; // 2,000
  return 'ambiguous';
};

/** Digits without their thousands separators and leading zeros; undefined when the groups are not of three. */
const ungroup = (whole: string): string | undefined => {
  if (/^\d*$/.test(whole)) return whole.replace(/^0+/, '');
  return /^\d{1,3}(?:([.,'’ ])\d{3})(?:\1\d{3})*$/u.test(whole)
    ? whole.replace(/\D/g, '').replace(/^0+/, '')
    : undefined;
};

const meansCurrency = (word: string, currency: string): boolean => {
  const upper = word.toUpperCase();
  return upper === currency || symbolsOf(currency).has(upper);
};

/** `$`, `US$`, `$US` and the like: people put the country before or behind the sign. */
const symbolsOf = (currency: string): Set<string> => {
  const [symbol, sign] = (['symbol', 'narrowSymbol'] as const).map((currencyDisplay) =>
    new Intl.NumberFormat('en-US', { style: 'currency', currency, currencyDisplay })
      .formatToParts(0)
      .filter((part) => part.type === 'currency')
      .map((part) => part.value.normalize('NFKC').toUpperCase())
      .join(''),
  );
  const country = currency.slice(0, 2);
  const letter = currency.slice(0, 1);
  return new Set([symbol ?? '', sign ?? '', `${country}${sign}`, `${sign}${country}`, `${letter}${sign}`]);
};

const formatters = new Map<string, Intl.NumberFormat>();

/** `formatMoney({ amount: 200000n, currency: 'USD' })` is `$2,000.00`; exact for amounts of any size. */
export const formatMoney = ({ amount, currency }: Money, locale: string = 'en-US'): string =>
  formatDecimal(toDecimal(amount, minorDigits(currency)), currency, locale, 0);

/** A decimal with its currency: that has all of the currency's own decimals, and up to so many more where they say something. */
export const formatDecimal = (value: `${number}`, currency: string, locale: string, finer: number): string => {
  const digits = minorDigits(currency);
  const key = `${locale} ${currency} ${finer}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits + finer,
      // Italian and others leave four digits ungrouped otherwise: 1234,50 beside 12.345,60.
      useGrouping: 'always',
    });
    formatters.set(key, formatter);
  }
  // A decimal string keeps every digit; a number would lose cents beyond 2^53.
  return formatter.format(value);
};

/**
 * For prefilling a field: what `parseAmount` reads back exactly. `$2,000.00` is `2000.00`, 2.500 KWD is `02.500`, since with
 * three decimals a plain `2.500` could also be read as two thousand five hundred.
 */
export const amountText = ({ amount, currency }: Money): string => {
  const plain = toDecimal(amount, minorDigits(currency));
  return minorDigits(currency) === 3 && !plain.startsWith('0') ? `0${plain}` : plain;
};

/** 200000n with 2 digits is `2000.00`. */
export const toDecimal = (amount: bigint, digits: number): `${number}` => {
  const figures = (amount < 0n ? -amount : amount).toString().padStart(digits + 1, '0');
  const whole = figures.slice(0, figures.length - digits);
  const fraction = figures.slice(figures.length - digits);
  return `${amount < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}` as `${number}`;
};

const refuse = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });
