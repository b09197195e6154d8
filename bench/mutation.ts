/**
 * How many small mistakes in the pure rules the unit tests would notice.
 *
 *   npm run mutate              all of them
 *   npm run mutate -- decide    one
 *
 * What survives is listed with its place, to be read one by one.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { type Figure, report } from './support/figures.ts';

interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number } };
}

/** The least score of each file, percent. */
const floor = 85;
const caught = ['Killed', 'Timeout'];
const missed = ['Survived', 'NoCoverage'];

// Each mutant runs the properties anew: some dozens of cases find what the tables do not.
process.env.PROPERTY_CASES ??= '30';

const files = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const dir = mkdtempSync(join(tmpdir(), 'baton-mutation-'));
try {
  const json = join(dir, 'mutation.json');
  await new Stryker({
    mutate: files,
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.unit.config.ts', related: true },
    concurrency: 2,
    reporters: ['json'],
    jsonReporter: { fileName: json },
    tempDirName: join(dir, 'copies'),
    ignorePatterns: ['docs', 'dist', '.baton'],
    // TypeScript 7 has not the functions by which Stryker would rewrite it; there is nothing to rewrite.
    tsconfigFile: 'none',
    logLevel: 'warn',
    allowConsoleColors: false,
  } as never).runMutationTest();
  const { files: results } = JSON.parse(readFileSync(json, 'utf8')) as {
    files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
  };
  const figures: Figure[] = [];
  for (const [file, { mutants }] of Object.entries(results)) {
    const survivors = mutants.filter((mutant) => missed.includes(mutant.status));
    const killed = mutants.filter((mutant) => caught.includes(mutant.status)).length;
    for (const { location, mutatorName, replacement, status } of survivors)
      process.stdout.write(
        `       ${file}:${location.start.line} ${mutatorName} → ${replacement?.replace(/\s+/g, ' ').slice(0, 100)} (${status})\n`,
      );
    figures.push(
      { name: `${file}: changes`, value: killed + survivors.length, unit: 'changes' },
      { name: `${file}: noticed`, value: (100 * killed) / (killed + survivors.length), unit: '%', atLeast: floor },
    );
  }
  report(figures);
} finally {
  rmSync(dir, { recursive: true, force: true });
}
