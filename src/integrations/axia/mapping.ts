import { plainCell } from '../../core/text/cells.ts';
import type { ChosenMapping, ColumnMapping, ReportLook } from '../../features/collections/index.ts';
import { ReportRefused } from '../../features/collections/index.ts';
import { type PolicyDefinition, readPolicy } from '../../platform/work/policies.ts';
import { dateReader } from './date-format.ts';
import { headerKey, likeliest, namesOf, wordsOf } from './header.ts';
import { type AxiaPolicy, axiaPolicy } from './policy.ts';
import { headerWithin, type NumberedRecord, readRecords, separatorOf } from './records.ts';
import { checkCells } from './row-reader.ts';

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const separatorWords: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
};

/** So many different cells of a column are looked at. */
const mostSamples = 200;

const look = async (beginning: Uint8Array): Promise<ReportLook> => {
  const records: NumberedRecord[] = [];
  for await (const batch of readRecords(once(beginning), beginning.length)) records.push(...batch);
  for (const record of records) if (record.row <= headerWithin) checkCells(record, []);
  const header = likeliest(records);
  if (!header || header.cells.length < 2)
    throw new ReportRefused('No line of this file has columns. Export it as CSV, with a line that names them.');
  const rows = records.filter(({ row, cells }) => row > header.row && cells.length >= header.cells.length);
  const text = new TextDecoder().decode(beginning).replace(/\r\n?/g, '\n');
  return {
    row: header.row,
    names: namesOf(header.cells),
    header: headerKey(header.cells),
    separator: separatorWords[separatorOf(text)] ?? 'commas',
    titles: records.filter(({ row }) => row < header.row).map(({ cells }) => wordsOf(cells)),
    column: (at) => {
      const found = new Set<string>();
      for (const { cells } of rows) {
        const cell = plainCell(cells[at] ?? '');
        if (cell !== '' && cells[at] !== header.cells[at]) found.add(cell);
        if (found.size === mostSamples) break;
      }
      return [...found];
    },
  };
};

const days = ['-', '/', '.'].flatMap((mark) => [
  ['YYYY', 'MM', 'DD'].join(mark),
  ['DD', 'MM', 'YYYY'].join(mark),
  ['MM', 'DD', 'YYYY'].join(mark),
]);
const named = ['DD MMM YYYY', 'DD-MMM-YYYY', 'MMM DD YYYY', 'MMM DD, YYYY', 'DD. MMM YYYY'];
const times = ['', ' HH:mm:ss', ' HH:mm', ' hh:mm:ss A', ' hh:mm A', 'THH:mm:ss', ', HH:mm:ss', ', hh:mm:ss A'];
/** How reports write dates, as far as it can be found out. */
const formats: readonly string[] = [
  'YYYYMMDD',
  ...[...days, ...named].flatMap((day) =>
    times.flatMap((time) => (time === '' ? [day] : [`${day}${time}`, `${day}${time}Z`, `${day}${time} Z`])),
  ),
];

const datesIn: ColumnMapping['datesIn'] = (samples) => {
  const [first] = samples;
  if (first === undefined) return [];
  return formats.flatMap((format) => {
    const read = dateReader(format);
    const day = read(first)?.day;
    return day !== undefined && samples.every((sample) => read(sample) !== undefined) ? [{ format, day }] : [];
  });
};

/** In which order day and month stand; those that name the month, or begin with the year, can be read in one way only. */
const orderOf = (format: string): string =>
  format.includes('MMM') || format.startsWith('YYYY') ? '' : format.startsWith('DD') ? 'dmy' : 'mdy';

/** The other columns with dates may write them in another way, but not day and month in another order. */
const otherFormats = ({ columns, dateFormat }: ChosenMapping, { names, column }: ReportLook): readonly string[] => {
  const order = orderOf(dateFormat);
  return ['periodColumn', 'nextAttemptColumn'].flatMap((field) => {
    const at = names.indexOf(columns[field] ?? '');
    if (at < 0 || columns[field] === '') return [];
    const found = datesIn(column(at)).find(
      ({ format }) => order === '' || orderOf(format) === '' || orderOf(format) === order,
    );
    return found ? [found.format] : [];
  });
};

const lower = (text: string): string => text.toLowerCase();
const policyOf = (current: Record<string, unknown>): AxiaPolicy => readPolicy(axiaPolicy, current);

/** The words of the policy, those that were asked about as they were answered. */
const words = (known: readonly string[], asked: readonly string[], chosen: readonly string[]): readonly string[] => {
  const without = new Set(asked.map(lower));
  return [...known.filter((word) => !without.has(lower(word))), ...chosen];
};

/** What can be chosen from a report's header, and what is found out of its rows. */
export const axiaMapping: ColumnMapping = {
  policy: axiaPolicy as unknown as PolicyDefinition,
  columns: [
    ...(['transaction', 'customer', 'amount', 'date'] as const).map((name) => ({
      field: `${name}Column`,
      isOptional: false,
    })),
    ...(
      [
        ...(['subscription', 'period', 'status', 'name', 'currency', 'reason'] as const),
        ...(['code', 'brand', 'card', 'nextAttempt', 'attempt'] as const),
      ] as const
    ).map((name) => ({ field: `${name}Column`, isOptional: true })),
  ],
  dateField: 'dateColumn',
  statusField: 'statusColumn',
  reasonField: 'reasonColumn',
  look,
  datesIn,
  guess: (status, current) => {
    const { failedWords, approvedWords } = policyOf(current);
    const isOneOf = (list: readonly string[]) => list.some((word) => lower(word) === lower(status));
    if (isOneOf(approvedWords) || /^a$|^(?:appr|succ|settl|paid|ok$)/i.test(status)) return 'approved';
    return isOneOf(failedWords) || /^[de]$|^(?:decl|fail|err|reject)/i.test(status) ? 'failed' : 'ignored';
  },
  isHard: (reason, current) => policyOf(current).hardDeclines.some((word) => lower(word) === lower(reason)),
  settings: (chosen, found, current) => {
    const policy = policyOf(current);
    const asked = Object.keys(chosen.statuses);
    const meaning = (kind: string) => asked.filter((status) => chosen.statuses[status] === kind);
    return {
      ...policy,
      ...chosen.columns,
      dateFormats: [...new Set([chosen.dateFormat, ...otherFormats(chosen, found)])],
      failedWords: words(policy.failedWords, asked, meaning('failed')),
      approvedWords: words(policy.approvedWords, asked, meaning('approved')),
      ignoredWords: words(policy.ignoredWords, asked, meaning('ignored')),
      hardDeclines: words(policy.hardDeclines, chosen.reasons, chosen.hard),
      zone: chosen.zone,
      defaultCurrency: chosen.currency,
    };
  },
};
