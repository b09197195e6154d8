import { Impossible } from './impossible.ts';
import type { World } from './world.ts';

/** What went to and fro, for whoever looks at it from outside. */

export const traffic = (world: World, query: URLSearchParams): unknown => {
  const limit = Math.min(Number(query.get('limit') ?? 200), 2000);
  return {
    calls: world.calls.slice(-limit),
    deliveries: world.deliveries.slice(-limit),
    problems: world.problems.slice(-limit),
    counts: Object.fromEntries(world.counts),
  };
};

/** The same without payloads and answers, for lists that are read again at every change. */
export const trafficList = (world: World, query: URLSearchParams): unknown => {
  const limit = Math.min(Number(query.get('limit') ?? 200), 2000);
  return {
    calls: world.calls.slice(-limit).map(({ args: _args, response: _response, ...call }) => call),
    deliveries: world.deliveries.slice(-limit).map(({ payload: _payload, attempts, ...delivery }) => ({
      ...delivery,
      attempts: attempts.map(({ body, ...attempt }) => ({ ...attempt, hasErrors: body.includes('"errors"') })),
    })),
    problems: world.problems.slice(-limit),
  };
};

export const trafficDetail = (world: World, query: URLSearchParams): unknown => {
  const id = Number(query.get('id'));
  const log: readonly { id: number }[] = query.get('of') === 'call' ? world.calls : world.deliveries;
  const found = log.find((each) => each.id === id);
  if (!found) throw new Impossible('that is no longer in the log');
  return found;
};
