import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../../core/errors.ts';
import { plural } from '../../core/text/text.ts';
import { type Deps, system } from '../../platform/work/work.ts';
import type { CsvKind, CsvOutcome } from './csv-file.ts';
import type { RowProblem } from './csv-rows.ts';

const usage = (kinds: readonly CsvKind[]): string =>
  [
    'Usage: npm run import -- KIND FILE [--dry-run]',
    '',
    ...kinds.map(({ kind, columns }) => {
      const names = columns.map(({ name, required }) => (required ? name : `[${name}]`)).join(', ');
      const examples = columns.map(({ example }) => (example.includes(',') ? `"${example}"` : example)).join(',');
      return `${kind}: a CSV file with the columns ${names}\n  ${examples}`;
    }),
  ].join('\n');

/** `Row 4, currency: This is not a currency. …` */
export const problemLine = ({ row, column, text }: RowProblem): string =>
  `Row ${row}${column ? `, ${column}` : ''}: ${text}`;

/** `3 of 12 rows are wrong. Nothing was stored.` */
export const wrongText = ({ rows, problems }: CsvOutcome): string => {
  const wrong = new Set(problems.map(({ row }) => row)).size;
  return `${wrong} of ${plural(rows, 'row')} ${wrong === 1 ? 'is' : 'are'} wrong. Nothing was stored.`;
};

const read = (file: string): Promise<Uint8Array> =>
  readFile(file).catch(() => {
    throw new UserError(`The file ${file} cannot be read.`);
  });

/**
 * `npm run import -- KIND FILE [--dry-run]`: enters what exists already. BIL-21
 * @returns the exit code: 0 entered (or would be), 1 refused, 2 called wrongly
 */
export const importFromShell = async (
  deps: Deps,
  kinds: readonly CsvKind[],
  args: readonly string[],
  print: (text: string) => void,
): Promise<0 | 1 | 2> => {
  const [word, file, ...more] = args.filter((each) => each !== '--dry-run');
  const kind = kinds.find((each) => each.kind === word);
  if (!kind || file === undefined || more.length > 0) {
    print(usage(kinds));
    return 2;
  }
  const dryRun = args.includes('--dry-run');
  try {
    const outcome = await kind.enter(deps, system, { name: basename(file), bytes: await read(file) }, { dryRun });
    for (const problem of outcome.problems) print(problemLine(problem));
    if (outcome.problems.length > 0) {
      print(wrongText(outcome));
      return 1;
    }
    print(dryRun ? `${plural(outcome.rows, 'row')} would be stored.` : `${plural(outcome.rows, 'row')} stored.`);
    return 0;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    print(`Refused: ${error.message}\nNothing was stored.`);
    return 1;
  }
};
