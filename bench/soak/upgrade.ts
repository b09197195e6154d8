/**
 * Walks that set out in an earlier version of Baton and go on in this one, on the same database, in the same workspace: what lies
 * there half done is upgraded and walked on. Each step is compared with the same model as in the walk.
 *
 *   npm run soak -- upgrade              60 seeds, fifteen in an office
 *   npm run soak -- upgrade --seeds 15   fewer
 */
import { bundle, bundleOf } from '../support/bundle.ts';
import { checkOut } from '../support/earlier-version.ts';
import { report } from '../support/figures.ts';
import { openWalkOffice } from './walk/office.ts';
import { beginWalk, closeOffice, emptyTally, merge, type Tally } from './walk/one-walk.ts';
import { type BatonProcess, batonFile, batonProcess } from './walk/process.ts';

/** The last version before quotes, terminations and letters to customers; the model knows its tables. */
const earlier = 'becdacbe3b6ef1776faaf43137f604adea479229';
const perOffice = 15;
const stepsInEach = 25;

const walkAcross = async (old: BatonProcess, migrations: string, next: BatonProcess, seeds: readonly number[]) => {
  const tally = emptyTally();
  const office = await openWalkOffice(old, migrations);
  try {
    const walks = [];
    for (const seed of seeds) {
      const walk = await beginWalk(office, seed, tally, () => undefined);
      await walk.go(stepsInEach);
      walks.push(walk);
    }
    await office.upgrade(next);
    for (const walk of walks) {
      await walk.go(stepsInEach);
      await walk.end();
    }
    await closeOffice(office, seeds, tally);
  } finally {
    await office.close();
  }
  return tally;
};

const at = process.argv.lastIndexOf('--seeds');
const count = at < 0 ? 60 : Number(process.argv[at + 1]);
const version = checkOut(earlier);
const total: Tally = emptyTally();
try {
  bundle(batonFile);
  bundle(batonFile, version.home);
  const old = batonProcess(bundleOf(batonFile, version.home));
  const next = batonProcess();
  for (let first = 1; first <= count; first += perOffice) {
    const seeds = Array.from({ length: Math.min(perOffice, count - first + 1) }, (_, n) => first + n);
    const tally = await walkAcross(old, version.migrations, next, seeds);
    for (const failure of tally.failures) process.stdout.write(`${failure}\n`);
    merge(total, tally);
  }
  await Promise.all([old.kill(), next.kill()]);
} finally {
  version.remove();
}
report([
  { name: 'Upgrade: walks begun before and ended after it', value: total.seeds, unit: 'walks', atLeast: count },
  { name: 'Upgrade: steps, each checked', value: total.steps, unit: 'steps' },
  { name: 'Upgrade: something that the model forbids', value: total.failures.length, unit: 'findings', atMost: 0 },
  { name: 'Upgrade: folders handed on', value: total.approvals, unit: 'approvals' },
  { name: 'Upgrade: messages that Slack shows, each exactly once', value: total.messages, unit: 'messages' },
]);
