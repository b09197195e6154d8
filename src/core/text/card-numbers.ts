/**
 * Card numbers are never kept: not in the database, not in a log, not echoed to a person. Both functions go through
 * the text once and stay fast on megabytes of digits. Which numbers are taken for cards, and why: decision 0021.
 */
import { isCardGrouping, isIssued, passesLuhn } from './card-issuers.ts';
import { digitOf, isInvisible, isLetter } from './characters.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

const minDigits = 13;
const maxDigits = 19;
const masked = '[card number removed]';
/** More than this between two digits, and they belong to two numbers. */
const widestGap = 8;

/**
 * Whether the text has a card number: 13–19 digits of any script that pass the Luhn check and
 * - are in groups as cards are printed (4-4-4-4 and the like), whatever stands between the groups, or
 * - begin and are as long as a network's numbers, without groups or with the same mark between all of them.
 *
 * Examples: `4111/1111/1111/1111` and `４１１１111111111111` are; `1772359200019` (a time) and `+49 1512 3456788` are not.
 */
export const containsCardNumber = (text: string): boolean => !cardSpans(text).next().done;

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
export const scrub = (text: string, secrets: readonly string[] = []): string => {
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
};

/** Digits with nothing visible between them. */
interface Group {
  /** Where it stands in the text. */
  readonly start: number;
  end: number;
  /** Which digit of the run is its first, and how many it has. */
  readonly first: number;
  size: number;
  /** What stands before it, without blanks; all dashes alike. */
  readonly mark: string;
  /** As in an international telephone number. */
  readonly afterPlus: boolean;
}

/** Digits (0–9) and what may stand between those of one number: anything but letters, a few characters at most. */
interface Run {
  digits: string;
  readonly groups: Group[];
}

/** Where card numbers stand, from left to right, not overlapping. */
function* cardSpans(text: string): Generator<Span> {
  if (!hasDigits(text)) return;
  for (const run of runs(text)) yield* inRun(run);
}

/** Most texts have no 13 digits; this is all that is asked of them. */
const hasDigits = (text: string): boolean => {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // What is not ASCII may be a digit.
    if ((code > 47 && code < 58) || code > 127) count++;
    if (count >= minDigits) return true;
  }
  return false;
};

function* runs(text: string): Generator<Run> {
  let run: Run = { digits: '', groups: [] };
  let group: Group | undefined;
  let gap = '';
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const end = at + (code > 0xffff ? 2 : 1);
    const digit = digitOf(code);
    if (digit !== undefined) {
      if (!group || gap !== '') {
        group = { start: at, end, first: run.digits.length, size: 0, mark: markOf(gap), afterPlus: gap.endsWith('+') };
        run.groups.push(group);
        gap = '';
      }
      run.digits += digit;
      group.size++;
      group.end = end;
    } else if (!isInvisible(code)) {
      gap += text.slice(at, end);
      if (gap.length > widestGap || isLetter(code)) {
        if (run.digits.length >= minDigits) yield run;
        if (group) run = { digits: '', groups: [] };
        group = undefined;
        gap = text.slice(at, end);
      }
    }
    at = end;
  }
  if (run.digits.length >= minDigits) yield run;
}

const markOf = (gap: string): string => {
  if (gap === ' ') return '';
  // Most marks are one ASCII character.
  if (gap.length === 1 && gap > ' ' && gap < '\x7f') return gap;
  return gap.replace(/\s+/gu, '').replace(/[\p{Pd}\u2212]+/gu, '-');
};

/** A card number may have neighbours ("12 4111 1111 1111 1111"): it begins and ends at the edges of groups. The longest one wins. */
function* inRun({ digits, groups }: Run): Generator<Span> {
  for (let from = 0; from < groups.length; from++) {
    const to = lastOfCard(digits, groups, from);
    const [first, last] = [groups[from], groups[to ?? -1]];
    if (to === undefined || !first || !last) continue;
    yield { start: first.start, end: last.end };
    from = to;
  }
}

/** With which group a card number ends that begins with the group `from`; undefined when none does. */
const lastOfCard = (digits: string, groups: readonly Group[], from: number): number | undefined => {
  const { first = 0, afterPlus } = groups[from] ?? {};
  const sizes: number[] = [];
  let isUniform = true;
  let found: number | undefined;
  for (let to = from; to < groups.length; to++) {
    const { first: at = 0, size = 0, mark } = groups[to] ?? {};
    const length = at + size - first;
    if (length > maxDigits) break;
    sizes.push(size);
    if (to > from && mark !== groups[from + 1]?.mark) isUniform = false;
    if (length < minDigits) continue;
    // A telephone number has a plus and at most 15 digits.
    const isPhone = afterPlus && length <= 15;
    const number = digits.slice(first, first + length);
    const isSuspicious = (isUniform && !isPhone && isIssued(number)) || isCardGrouping(number, sizes);
    if (isSuspicious && passesLuhn(number)) found = to;
  }
  return found;
};
