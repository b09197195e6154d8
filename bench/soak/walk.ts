/**
 * A thousand random walks of fifty steps through the whole main job, through Slack: people press what is offered and what
 * is not, reports arrive, the clock moves, Slack fails, Baton is killed. After every step everything is compared with a
 * small model of what may happen (soak/walk/model.ts); after every fifteen seeds with what Slack shows.
 *
 *   npm run soak -- walk                     500 seeds, five at a time
 *   npm run soak -- walk-on                  500 more
 *   npm run soak -- walk --seeds 50          the first 50
 *   npm run soak -- walk --seeds 50 --from 9000   50 others
 *   npm run soak -- walk --seed 17           this one alone, told step by step
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bundle } from '../support/bundle.ts';
import { type Figure, report } from '../support/figures.ts';
import { seeded } from '../support/random.ts';
import { openWalkOffice } from './walk/office.ts';
import { beginWalk, closeOffice, emptyTally, isDeadly, merge, type Tally } from './walk/one-walk.ts';
import { type BatonProcess, batonFile, batonProcess } from './walk/process.ts';

const argument = (name: string): number | undefined => {
  // The last one counts: what is asked for on the command line comes behind what the command says itself.
  const at = process.argv.lastIndexOf(`--${name}`);
  return at < 0 ? undefined : Number(process.argv[at + 1]);
};

const steps = argument('steps') ?? 50;
const perOffice = 15;
/** A walk and its Baton take turns, and both wait for Slack: five keep two cores busy. */
const workers = 5;

/** An office's worth of seeds, and what Slack shows in the end. */
const walkSome = async (
  baton: BatonProcess,
  seeds: readonly number[],
  tell: (line: string) => void,
): Promise<Tally> => {
  const tally = emptyTally();
  const office = await openWalkOffice(baton);
  try {
    for (const [at, seed] of seeds.entries()) {
      const walk = await beginWalk(office, seed, tally, tell);
      await walk.go(steps);
      await walk.end();
      if (at % 5 === 4) {
        const problem = await office.auditProblem();
        if (problem) tally.failures.push(`after seed ${seed}: ${problem}`);
      }
    }
    await closeOffice(office, seeds, tally);
  } finally {
    await office.close();
  }
  return tally;
};

/**
 * An office's seeds each. Those on which Baton is killed go together, and first: a process that was just started needs
 * several times the time of one that has been at work for a while.
 */
const groups = (first: number, count: number): number[][] => {
  const seeds = Array.from({ length: count }, (_, n) => first + n);
  const deadly = seeds.filter((seed) => isDeadly(seeded(seed)));
  const ordered = [...deadly, ...seeds.filter((seed) => !deadly.includes(seed))];
  return Array.from({ length: Math.ceil(count / perOffice) }, (_, group) =>
    ordered.slice(group * perOffice, (group + 1) * perOffice),
  );
};

/** Hands groups of seeds to worker processes, each with offices of its own. */
const walkAll = async (first: number, count: number): Promise<Tally> => {
  const total = emptyTally();
  const waiting = groups(first, count);
  const work = async (): Promise<void> => {
    const child = fork(fileURLToPath(import.meta.url), ['--worker', '--steps', String(steps)], {
      execArgv: ['--import', 'tsx'],
    });
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      const answer = new Promise<Tally>((resolve, reject) => {
        child.once('message', (message) => resolve(message as Tally));
        child.once('exit', (code) => reject(new Error(`a worker ended with ${code} at seeds ${group?.join(', ')}`)));
      });
      child.send(group);
      const tally = await answer;
      child.removeAllListeners('exit');
      for (const failure of tally.failures) process.stdout.write(`${failure}\n`);
      merge(total, tally);
    }
    child.disconnect();
  };
  await Promise.all(Array.from({ length: Math.min(workers, waiting.length) }, work));
  return total;
};

const figuresOf = (tally: Tally, count: number): Figure[] => [
  { name: 'Walk: seeds', value: tally.seeds, unit: 'walks', atLeast: count },
  { name: 'Walk: steps, each checked', value: tally.steps, unit: 'steps' },
  { name: 'Walk: something that the model forbids', value: tally.failures.length, unit: 'findings', atMost: 0 },
  { name: 'Walk: kill -9 on the way', value: tally.crashes, unit: 'kills' },
  { name: 'Walk: faults of Slack switched on or off', value: tally.faults, unit: 'times' },
  { name: 'Walk: folders handed on', value: tally.approvals, unit: 'approvals' },
  { name: 'Walk: projects led to their end', value: tally.finished, unit: 'projects' },
  { name: 'Walk: messages that Slack shows, each exactly once', value: tally.messages, unit: 'messages' },
];

const baton = batonProcess();
if (process.argv.includes('--worker')) {
  process.on(
    'message',
    (seeds: number[]) => void walkSome(baton, seeds, () => undefined).then((tally) => process.send?.(tally)),
  );
  process.on('disconnect', () => void baton.kill().then(() => process.exit()));
} else {
  bundle(batonFile);
  const seed = argument('seed');
  const count = seed === undefined ? (argument('seeds') ?? 1000) : 1;
  const tally =
    seed === undefined
      ? await walkAll(argument('from') ?? 1, count)
      : await walkSome(baton, [seed], (line) => process.stdout.write(`${line}\n`));
  await baton.kill();
  if (seed !== undefined) for (const failure of tally.failures) process.stdout.write(`${failure}\n`);
  process.stdout.write(`where the folders lie in the end: ${JSON.stringify(tally.deepest)}\n`);
  report(figuresOf(tally, count));
}
