const special = /[\\\t\n\r]/;
const marks: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A text as a field of COPY's text format. */
export const copyText = (value: string): string =>
  special.test(value) ? value.replace(/[\\\t\n\r]/g, (mark) => marks[mark] ?? mark) : value;

const none = '\\N';

/** A value as a field; what is not there is NULL. */
const copyField = (value: unknown): string => {
  if (value === undefined || value === null) return none;
  if (typeof value === 'string') return copyText(value);
  if (value instanceof Date) return value.toISOString();
  // Money is bigint, which JSON has no word for.
  return typeof value === 'object'
    ? copyText(JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner)))
    : String(value);
};

/** One row of a `COPY … FROM STDIN`: texts, numbers, instants; objects are JSON. */
export const copyLine = (values: readonly unknown[]): string => `${values.map(copyField).join('\t')}\n`;

/** A list of texts as the value of a field: `{"books@example.com","boss@example.com"}`. */
export const copyTexts = (values: readonly string[]): string =>
  `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

const together = 500;

/** Rows in chunks for a COPY: the next are made while the server writes those before, and few are held at a time. */
export function* copyLines<T>(rows: readonly T[], lineOf: (row: T) => string): Generator<string> {
  for (let at = 0; at < rows.length; at += together)
    yield rows
      .slice(at, at + together)
      .map(lineOf)
      .join('');
}
