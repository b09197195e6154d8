/**
 * How fast papers are printed, beside Typst alone, and what the process that prints holds in memory.
 *
 *   npm run bench -- papers           about five minutes on a quiet machine
 *   npm run bench -- papers --quick   a tenth of the papers
 */
import { readdirSync, readFileSync } from 'node:fs';
import { money } from '../src/core/money/money.ts';
import { createPress, type Paper } from '../src/features/papers/index.ts';
import { createCompiler } from '../src/features/papers/pdf/compiler.ts';
import { typeset } from '../src/features/papers/pdf/typeset.ts';
import { type Figure, median, report } from './support/figures.ts';
import { residentMb } from './support/processes.ts';

const quick = process.argv.includes('--quick');
const papers = quick ? 500 : 5_000;
const aRound = quick ? 40 : 200;

/** A bill of fifteen lines with an IBAN, no two alike. */
const bill = (n: number): Paper => ({
  language: n % 2 === 0 ? 'en' : 'it',
  title: 'Invoice',
  number: `INV-2026-${n}`,
  format: 'a4',
  foot: 'Acme Hosting S.r.l. · IT01234567890',
  blocks: [
    { kind: 'letterhead', name: 'Acme Hosting S.r.l.', lines: ['Via Roma 1\n20121 Milano MI', 'Italia'] },
    { kind: 'parties', parties: [{ label: 'Bill to', name: `Hart & Sons ${n}`, lines: ['12 Long Street'] }] },
    { kind: 'figures', figures: [{ label: 'Total', value: `€${n}.50`, isMain: true }] },
    {
      kind: 'table',
      caption: 'Lines',
      columns: [
        { header: 'Description', holds: 'text' },
        { header: 'Quantity', holds: 'figures' },
        { header: 'Net', holds: 'figures' },
      ],
      rows: Array.from({ length: 15 }, (_, at) => [
        { text: `Managed hosting, server ${n + at}`, note: `April ${at + 1} – 30` },
        { text: `${at}` },
        { text: `€${n}.00` },
      ]),
      sums: [{ label: 'Total', value: `€${n}.50`, isMain: true }],
    },
    {
      kind: 'payment',
      payee: 'Acme Hosting S.r.l.',
      amount: money(100 + n, 'EUR'),
      reference: `INV-2026-${n}`,
      iban: 'IT60X0542811101000000123456',
    },
  ],
});

let made = 0;
const next = (): Paper => {
  made += 1;
  return bill(made);
};

const timed = async (body: () => unknown): Promise<number> => {
  const began = performance.now();
  for (let n = 0; n < aRound; n += 1) await body();
  return (performance.now() - began) / aRound;
};

/** The processes that this one started. */
const childrenMb = (): number =>
  Math.max(
    0,
    ...readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(process.pid);
        } catch {
          return false;
        }
      })
      .map((pid) => residentMb(Number(pid)))
      // One that has just ended holds nothing.
      .filter(Number.isFinite),
  );

const press = createPress();
const bare = createCompiler([]);
const [ours, floors]: [number[], number[]] = [[], []];
for (let round = 0; round < 5; round += 1) {
  // What is set beforehand is not Typst's: the floor compiles the very same data.
  const set = Array.from({ length: aRound }, () => typeset(next()));
  floors.push(await timed(() => bare(set.pop() ?? typeset(next()))));
  ours.push(await timed(() => press.print(next())));
}
const began = performance.now();
const [most, own]: [number[], number[]] = [[], []];
for (let n = 0; n < papers; n += 1) {
  await press.print(next());
  if (n % 50 !== 49) continue;
  most.push(childrenMb());
  own.push(residentMb(process.pid));
}
const tenth = Math.max(1, Math.floor(most.length / 10));
const figures: Figure[] = [
  { name: 'A bill of one page, printed', value: median(ours), unit: 'ms', floor: median(floors) },
  {
    name: 'Rate beside Typst alone on the same pages',
    value: median(floors) / median(ours),
    unit: 'times',
    atLeast: 0.5,
  },
  {
    name: `${papers} bills one after the other`,
    value: papers / ((performance.now() - began) / 1000),
    unit: 'a second',
  },
  { name: 'Memory of the process that prints, the most', value: Math.max(...most), unit: 'MB', atMost: 300 },
  {
    name: 'Memory of whoever asks: the last tenth beside the second',
    value: median(own.slice(-tenth)) / median(own.slice(tenth, tenth * 2)),
    unit: 'times',
    atMost: 1.1,
  },
];
report(figures);
process.exit(0);
