import { type Random, seeded } from '../../support/random.ts';
import { check } from './model.ts';
import type { WalkOffice } from './office.ts';
import { shownInSlack } from './shown.ts';
import { createWalker } from './walker.ts';

export interface Tally {
  seeds: number;
  steps: number;
  crashes: number;
  faults: number;
  messages: number;
  approvals: number;
  finished: number;
  deepest: Record<string, number>;
  failures: string[];
}

export const emptyTally = (): Tally => ({
  seeds: 0,
  steps: 0,
  crashes: 0,
  faults: 0,
  messages: 0,
  approvals: 0,
  finished: 0,
  deepest: {},
  failures: [],
});

export const merge = (into: Tally, from: Tally): void => {
  for (const key of ['seeds', 'steps', 'crashes', 'faults', 'messages', 'approvals', 'finished'] as const)
    into[key] += from[key];
  for (const [stage, count] of Object.entries(from.deepest)) into.deepest[stage] = (into.deepest[stage] ?? 0) + count;
  into.failures.push(...from.failures);
};

/** Whether Baton may be killed on this walk: the first thing that its seed decides. */
export const isDeadly = (random: Random): boolean => random.chance(0.04);

/** One seed's walk: some steps now, others perhaps later, each compared with the model. */
export const beginWalk = async (office: WalkOffice, seed: number, tally: Tally, tell: (line: string) => void) => {
  const random = seeded(seed);
  const mayCrash = isDeadly(random);
  const walker = createWalker(office.walked, seed, random);
  const roleOf = (id: string) => office.slack.people.find((person) => person.id === id)?.role;
  const told: string[] = [];
  tell(`seed ${seed}`);
  await walker.prepare();
  let n = 0;
  let isOver = false;
  return {
    go: async (steps: number): Promise<void> => {
      let before = await office.observer.look(walker.mine);
      if (n > 0) walker.goOn();
      for (const end = n + steps; n < end && !isOver; n++) {
        const step = await walker.step(n, mayCrash);
        await office.walked.idle();
        const after = await office.observer.look(walker.mine);
        const wrong = check(before, after, step, roleOf);
        const line = `${n} ${step.kind}${step.who ? ` ${roleOf(step.who) ?? step.who}` : ''}: ${step.what}`;
        told.push(line);
        tell(line);
        tally.steps += 1;
        if (step.kind === 'fault') tally.faults += 1;
        tally.approvals +=
          after.handoffs.filter((row) => row.state === 'approved').length -
          before.handoffs.filter((row) => row.state === 'approved').length;
        before = after;
        if (wrong.length > 0) {
          tally.failures.push(`seed ${seed}, step ${n}: ${wrong.join('; ')}\n    ${told.slice(-6).join('\n    ')}`);
          isOver = true;
        }
      }
      office.slack.faults.clear();
      for (const person of office.slack.people)
        if (office.slack.modals(person.id).length > 0) await office.slack.as(person.id).closeModal({ all: true });
    },
    end: async (): Promise<void> => {
      const { projects } = await office.observer.look(walker.mine);
      for (const project of projects)
        tally.deepest[String(project.stage)] = (tally.deepest[String(project.stage)] ?? 0) + 1;
      tally.finished += projects.filter((project) => project.state === 'closed').length;
      tally.seeds += 1;
    },
  };
};

/** What is found wrong once an office's walks are over: in the audit log, and in what Slack shows. */
export const closeOffice = async (office: WalkOffice, seeds: readonly number[], tally: Tally): Promise<void> => {
  const problem = await office.auditProblem();
  if (problem) tally.failures.push(`after seed ${seeds.at(-1)}: ${problem}`);
  const shown = await shownInSlack(office);
  tally.messages = shown.messages;
  tally.failures.push(...shown.problems.map((each) => `seeds ${seeds[0]} to ${seeds.at(-1)}: ${each}`));
  tally.crashes = office.crashes();
};
