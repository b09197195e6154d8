/**
 * Card numbers are never kept: not in the database, not in a log, not echoed to a person. Both functions go through
 * the text once and stay fast on megabytes of digits.
 */

interface Span {
  readonly start: number;
  readonly end: number;
}

const minDigits = 13;
const maxDigits = 19;
const masked = '[card number removed]';

/**
 * Whether the text has a run of 13–19 digits, single blanks or dashes allowed between them, that passes the Luhn check.
 * A longer run of digits is no card number, unless separators divide it.
 */
export function containsCardNumber(text: string): boolean {
  return !cardSpans(text).next().done;
}

const tokenPatterns = [
  /\bxox[a-z][.-][\w.-]+/gi,
  /\bxapp-[\w.-]+/gi,
  /\b[srp]k_(?:live|test)_\w+/gi,
  /\bwhsec_\w+/gi,
  /\bBearer\s+[\w.~+/=-]{8,}/gi,
];

/**
 * Removes card numbers, tokens (Slack, Stripe, bearer) and the given secrets from a text, for logs and errors.
 * @param secrets values to remove wherever they stand, such as the signing secret; ones shorter than 6 are ignored
 */
export function scrub(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 6) clean = clean.replaceAll(secret, '[secret removed]');
  for (const pattern of tokenPatterns) clean = clean.replace(pattern, '[token removed]');
  let result = '';
  let kept = 0;
  for (const { start, end } of cardSpans(clean)) {
    result += clean.slice(kept, start) + masked;
    kept = end;
  }
  return result + clean.slice(kept);
}

/** Where card numbers stand, from left to right, not overlapping. */
function* cardSpans(text: string): Generator<Span> {
  // One or more digits, then groups each behind a single separator. Each match is unambiguous, so there is no
  // backtracking; a match is as long as the run of digits and separators goes.
  for (const run of text.matchAll(/\d+(?:[ \u00a0\u2010-\u2015-]\d+)*/g)) {
    if (run[0].length >= minDigits) yield* inRun(run[0], run.index);
  }
}

/**
 * A card number may have neighbours ("12 4111 1111 1111 1111"): it begins and ends at the edges of groups. The longest
 * one wins. Running totals make each Luhn check one subtraction, so a megabyte of single digits costs milliseconds.
 */
function* inRun(run: string, at: number): Generator<Span> {
  const { places, plainFirst, doubledFirst } = totals(run);
  const isDigit = (index: number) => run.charCodeAt(index) >= 48 && run.charCodeAt(index) <= 57;
  for (let first = 0; first + minDigits <= places.length; first++) {
    const start = places[first] ?? 0;
    if (start > 0 && isDigit(start - 1)) continue;
    for (let end = Math.min(first + maxDigits, places.length); end >= first + minDigits; end--) {
      const after = (places[end - 1] ?? 0) + 1;
      if (after < run.length && isDigit(after)) continue;
      // Luhn doubles every second digit, counted from the right: the last digit itself stays plain.
      const sums = (end - 1) % 2 === 0 ? plainFirst : doubledFirst;
      const total = (sums[end] ?? 0) - (sums[first] ?? 0);
      // Nothing but zeros passes the sum as well; that is a placeholder, not a card.
      if (total === 0 || total % 10 !== 0) continue;
      yield { start: at + start, end: at + after };
      first = end - 1;
      break;
    }
  }
}

/** Where the digits stand, and the running Luhn totals with the digits of even (or of odd) rank left plain. */
function totals(run: string) {
  const places: number[] = [];
  const plainFirst = [0];
  const doubledFirst = [0];
  let even = 0;
  let odd = 0;
  for (let index = 0; index < run.length; index++) {
    const digit = run.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) continue;
    const doubled = digit > 4 ? digit * 2 - 9 : digit * 2;
    const isEven = places.length % 2 === 0;
    places.push(index);
    even += isEven ? digit : doubled;
    odd += isEven ? doubled : digit;
    plainFirst.push(even);
    doubledFirst.push(odd);
  }
  return { places, plainFirst, doubledFirst };
}
