/** People press, Baton is killed, and what got no answer is pressed again as Slack would send it again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BatonChild } from '../../support/processes.ts';
import type { Random } from '../../support/random.ts';
import { type Desk, issuers, type Paper } from './desk.ts';
import type { Moments } from './moments.ts';
import type { Kind, Numbered } from './stored.ts';

/** What is on its way in each round, of which the second ends with a kill; some of the drafts are pressed by two people at once. */
export const perRound = { drafts: 5, pressedByTwo: 1, credits: 2 };

export interface Pressed {
  readonly kind: Kind;
  readonly paper: Paper;
  readonly by: string;
  readonly serial: string;
  /** Of the answer before the kill; 0 when none came. */
  status: number;
  /** It was answered, and not refused: by a busy Baton, or since another person was first. */
  isDone: boolean;
}

export interface Kill {
  readonly at: number;
  readonly pressed: readonly Pressed[];
  readonly marked?: string;
  readonly wasOpen?: boolean;
}

export interface Killed {
  /** The one that was started last, and lives. */
  readonly baton: BatonChild;
  readonly kills: readonly Kill[];
  /** Presses that came again, and how many of these got no answer even then. */
  readonly again: number;
  readonly unanswered: number;
}

const pressesOf = (desk: Desk, round: number): readonly Pressed[] => {
  const drafts = desk.drafts.slice(round * perRound.drafts, (round + 1) * perRound.drafts);
  const credits = desk.issued.slice(round * perRound.credits, (round + 1) * perRound.credits);
  const twice = drafts.slice(0, perRound.pressedByTwo);
  const all = [
    ...drafts.map((paper) => ({ kind: 'invoice' as const, paper })),
    ...credits.map((paper) => ({ kind: 'credit note' as const, paper })),
    ...twice.map((paper) => ({ kind: 'invoice' as const, paper })),
  ];
  return all.map((each, n) => ({
    ...each,
    by: issuers[n % issuers.length] ?? '',
    serial: `${round}-${n}`,
    status: 0,
    isDone: false,
  }));
};

/** Somewhere among the answers; mostly it is waited until a number is taken, or what it is for is committed. */
const waitForMoment = async (moments: Moments, kill: number, random: Random, typicalMs: number): Promise<void> => {
  await sleep(typicalMs * (0.1 + random.next() * 0.8));
  if (kill % 8 === 0) return;
  await moments.until(kill % 2 === 1 ? 'it is committed' : 'a number is taken', typicalMs);
};

export interface Trial {
  readonly desk: Desk;
  readonly moments: Moments;
  readonly random: Random;
  readonly start: () => Promise<BatonChild>;
}

export const killAll = async (count: number, { desk, moments, random, start }: Trial): Promise<Killed> => {
  const press = ({ kind, paper, by, serial }: Pressed, port: number) =>
    (kind === 'invoice' ? desk.issue : desk.credit)(port, paper, by, serial);
  /** @returns how long it took until the last was answered, or cut off */
  const pressAll = async (pressed: readonly Pressed[], port: number): Promise<number> => {
    const from = performance.now();
    await Promise.all(
      pressed.map(async (each, n) => {
        await sleep(n * 3);
        Object.assign(each, await press(each, port));
      }),
    );
    return performance.now() - from;
  };
  const kills: Kill[] = [];
  let [again, unanswered] = [0, 0];
  let baton = await start();
  for (let kill = 0; kill < count; kill++) {
    // The first of a Baton's answers are its slowest: what is killed has been at work.
    const first = pressesOf(desk, 2 * kill);
    const typicalMs = await pressAll(first, baton.port);
    const pressed = pressesOf(desk, 2 * kill + 1);
    const answered = pressAll(pressed, baton.port);
    await waitForMoment(moments, kill, random, typicalMs);
    const seen = await moments.kill(baton);
    kills.push({ at: Date.now(), pressed, ...seen });
    await answered;
    baton = await start();
    const left = pressed.filter(({ status }) => status === 0);
    again += left.length;
    const answers = await Promise.all(left.map((each) => press(each, baton.port)));
    unanswered += answers.filter(({ status }) => status !== 200).length;
    // Who is refused presses again, as people do: a busy Baton answers so, too.
    const refused = [
      ...[...first, ...pressed].filter(({ status, isDone }) => status === 200 && !isDone),
      ...left.filter((_, n) => answers[n]?.isDone === false),
    ];
    for (const each of refused) await press(each, baton.port);
  }
  return { baton, kills, again, unanswered };
};

/** At how many kills something was at each moment: by when what is stored was stored. */
export const momentsOf = (kills: readonly Kill[], numbered: readonly Numbered[]) => {
  const storedAt = new Map(
    numbered.map(({ kind, invoiceId, issuedAt }) => [`${kind} ${invoiceId}`, issuedAt.getTime()]),
  );
  const isStored = ({ kind, paper }: Pressed, at: number) => (storedAt.get(`${kind} ${paper.id}`) ?? at + 1) <= at;
  const isInTheMiddle = ({ at, pressed, marked, wasOpen }: Kill): boolean =>
    wasOpen ?? pressed.some((each) => each.paper.id === marked && !isStored(each, at));
  const wasNotTold = ({ at, pressed }: Kill): boolean =>
    pressed.some(
      (each) =>
        isStored(each, at) &&
        pressed.every(({ kind, paper, status }) => kind !== each.kind || paper !== each.paper || status === 0),
    );
  return {
    inTheMiddle: kills.filter(isInTheMiddle).length,
    betweenCommitAndAck: kills.filter(wasNotTold).length,
    afterAcks: kills.filter(({ pressed }) => pressed.some(({ status }) => status === 200)).length,
    /** Acknowledged, and not stored when Baton died. */
    lost: kills.flatMap(({ at, pressed }) => pressed.filter((each) => each.isDone && !isStored(each, at))).length,
  };
};
