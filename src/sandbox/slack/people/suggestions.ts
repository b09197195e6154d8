import { elementsOf } from '../blocks/blocks.ts';
import { list } from '../blocks/checks.ts';
import { menuOption, offered, optionGroup } from '../blocks/objects.ts';
import { asPick, type Found, type Pick } from '../forms.ts';
import { Impossible } from '../impossible.ts';
import { isObj, type Json, type Obj, str } from '../json.ts';
import type { ActResult } from '../types.ts';
import { problem } from '../world.ts';
import type { Here } from './message-acts.ts';

/** Says what is there instead: the commonest mistake in a test is a button that went away. */
export function missing(where: string, blocks: Obj[], what: string | Pick): never {
  const there = blocks.flatMap((block) => elementsOf(block).map(({ element }) => str(element.action_id)));
  throw new Impossible(
    `the ${where} has no ${JSON.stringify(asPick(what))}; it has: ${there.join(', ') || 'no interactive elements'}`,
  );
}

const invalid = (ack: Json): string | undefined => {
  if (!isObj(ack)) return 'no options in the answer';
  const found = { surface: 'modal' as const, problems: [] as string[], focused: 0 };
  if (ack.options !== undefined) list(menuOption, 0, 100)(ack.options, '/options', found);
  else if (ack.option_groups !== undefined) list(optionGroup, 0, 100)(ack.option_groups, '/option_groups', found);
  else return 'neither options nor option_groups';
  return found.problems[0];
};

/** Asks the app for an external menu's options and remembers them: nothing else can be chosen there. */
export const askSuggestions = async (
  here: Here,
  { block, element }: Found,
  query: string,
  suggested: Map<string, Obj[]>,
  payload: (blockId: string, actionId: string) => Obj,
): Promise<ActResult> => {
  const [blockId, actionId] = [str(block.block_id), str(element.action_id)];
  if (!str(element.type).includes('external')) throw new Impossible(`${actionId} is no external menu`);
  const least = typeof element.min_query_length === 'number' ? element.min_query_length : 3;
  if (query.length < least) throw new Impossible(`Slack asks for suggestions from ${least} characters on`);
  const answer = await here.deliverer.ask('block_suggestion', actionId, here.person.id, payload(blockId, actionId));
  if (answer.error) return answer;
  const wrong = invalid(answer.ack);
  if (wrong) {
    problem(here.world, `block_suggestion ${actionId}: ${wrong}`);
    return { ...answer, error: 'invalid_suggestions' };
  }
  suggested.set(`${blockId}/${actionId}`, offered(isObj(answer.ack) ? answer.ack : {}));
  return answer;
};
