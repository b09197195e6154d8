/**
 * `npm run bench -- bills`: a month of bills for a town of 100,000 subscriptions (two lines each, tax, audit, schedules) beside
 * plain INSERT … SELECT of the very rows that it writes; three times as many; the embedded engine; and how long people wait
 * meanwhile.
 *
 *   ONLY=rate npm run bench -- bills     a part of it: rate, more, embedded or waiting
 */
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestDatabase } from '../test/support/database.ts';
import { waitingFigures } from './bills/waiting.ts';
import { type BillsMeasure, beside } from './support/bills-child.ts';
import { bundle } from './support/bundle.ts';
import { type CopiedTable, copyRows } from './support/copied-rows.ts';
import { type Figure, median, report } from './support/figures.ts';
import { inChild } from './support/in-child.ts';
import type { Outcome } from './support/outcome.ts';
import { buildTown, type Town } from './support/town-copies.ts';

const customers = Number(process.env.CUSTOMERS ?? 100_000);
const more = 3;
const inside = Number(process.env.EMBEDDED_CUSTOMERS ?? 5_000);
const rounds = 3;

const childFile = 'support/bills-child.ts';
const measured = (of: BillsMeasure): Promise<Outcome> => inChild(childFile, of);

/** What a run writes; the schedules it moves on. */
const written = ['invoices', 'invoice_lines', 'audit_log', 'recurring_templates'] as const;

const layBeside = async (db: TestDatabase, tables: readonly CopiedTable[]): Promise<void> => {
  await db.dedicated(async (client) => {
    for (const { name, columns, file } of tables) {
      await client.exec(`CREATE UNLOGGED TABLE ${beside(name)} AS SELECT ${columns} FROM ${name} LIMIT 0`);
      await client.copyFrom(
        `COPY ${beside(name)} (${columns}) FROM STDIN`,
        createReadStream(file, { highWaterMark: 1 << 18 }),
      );
    }
    await client.exec('ANALYZE');
    await client.exec('CHECKPOINT');
  });
};

const floorIn = (town: Town, tables: readonly CopiedTable[]): Promise<Outcome> =>
  town.inCopy(async (db, url) => {
    await layBeside(db, tables);
    return measured({ what: 'floor', url, tables });
  });

const runIn = (town: Town): Promise<Outcome> => town.inCopy((_db, url) => measured({ what: 'run', url }));

const say = (what: string, { seconds, processorSeconds, peakMegabytes, told }: Outcome): void =>
  void process.stdout.write(
    `       ${what}: ${seconds.toFixed(2)} s, ${processorSeconds.toFixed(2)} s of the processor, ${peakMegabytes.toFixed(0)} MB; ${told}\n`,
  );

const rateFigures = async (
  town: Town,
  dir: string,
): Promise<{ readonly figures: Figure[]; readonly seconds: number }> => {
  const tables = await town.inCopy(async (db, url) => {
    say('a run, to be copied', await measured({ what: 'run', url }));
    return copyRows(db, dir, written);
  });
  const runs: Outcome[] = [];
  const floors: Outcome[] = [];
  // Turn and turn about, so that both see the same machine.
  for (let n = 0; n < rounds; n++) {
    floors.push(await floorIn(town, tables));
    runs.push(await runIn(town));
    for (const [what, all] of [
      ['floor', floors],
      ['run', runs],
    ] as const)
      say(what, all.at(-1) as Outcome);
  }
  const mid = (all: readonly Outcome[], of: (each: Outcome) => number): number => median(all.map(of));
  const [took, floor] = [mid(runs, (each) => each.seconds), mid(floors, (each) => each.seconds)];
  return {
    seconds: took,
    figures: [
      {
        name: `a bill run over ${customers} subscriptions (median of ${rounds})`,
        ...{ value: customers / took, unit: 'bills/s', floor: customers / floor },
      },
      {
        name: 'against INSERT … SELECT of the very same rows (aim: 0.4)',
        ...{ value: floor / took, unit: 'times', atLeast: 0.25 },
      },
      { name: 'processor time of Baton', value: mid(runs, (each) => each.processorSeconds), unit: 's' },
      {
        name: 'most memory of the process',
        ...{ value: Math.max(...runs.map((each) => each.peakMegabytes)), unit: 'MB', atMost: 400 },
      },
    ],
  };
};

/** @param usual seconds that a run over the town of usual size took */
const moreFigures = async (usual: number): Promise<readonly Figure[]> => {
  const town = await buildTown(more * customers);
  try {
    const run = await runIn(town);
    say('three times as many', run);
    return [
      {
        name: `a bill run over ${more * customers} subscriptions`,
        value: (more * customers) / run.seconds,
        unit: 'bills/s',
      },
      {
        name: 'a bill of it beside one of the smaller run',
        ...{ value: run.seconds / more / usual, unit: 'times', atMost: 1.15 },
      },
      { name: 'most memory of its process', value: run.peakMegabytes, unit: 'MB', atMost: 400 },
    ];
  } finally {
    await town.close();
  }
};

const embeddedFigures = async (): Promise<readonly Figure[]> => {
  const run = await measured({ what: 'embedded', customers: inside });
  say('embedded', run);
  return [
    {
      name: `a bill run over ${inside} subscriptions on the embedded engine`,
      ...{ value: inside / run.seconds, unit: 'bills/s' },
    },
  ];
};

const main = async (): Promise<void> => {
  bundle(childFile);
  const dir = mkdtempSync(join(tmpdir(), 'baton-bills-'));
  const only = process.env.ONLY;
  const isWanted = (part: string): boolean => only === undefined || only === part;
  const figures: Figure[] = [];
  try {
    if (isWanted('rate') || isWanted('more')) {
      const town = await buildTown(customers);
      const { figures: rate, seconds } = await rateFigures(town, dir).finally(() => town.close());
      figures.push(...rate);
      if (isWanted('more')) figures.push(...(await moreFigures(seconds)));
    }
    if (isWanted('embedded')) figures.push(...(await embeddedFigures()));
    if (isWanted('waiting')) figures.push(...(await waitingFigures(dir, customers)));
    report(figures);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

await main();
