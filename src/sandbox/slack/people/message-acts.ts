import type { Deliverer } from '../deliver.ts';
import { type Entry, entered } from '../entering.ts';
import { asPick, type Found, findElement, holdsValue, initialState, type Pick } from '../forms.ts';
import { Impossible } from '../impossible.ts';
import { type Obj, str } from '../json.ts';
import type { ActResult, Channel, Message, Person, StateValues } from '../types.ts';
import { changed, nextTs, type World } from '../world.ts';
import type { MessageRef } from './actor.ts';
import { actionOf, messageActionPayload, suggestionPayload } from './payloads.ts';
import { askSuggestions, missing } from './suggestions.ts';

export interface Here {
  world: World;
  deliverer: Deliverer;
  person: Person;
  place: (ref: string) => Channel;
}

/** What people chose in messages so far: each person sees their own choice. */
const states = new WeakMap<World, Map<string, { blocks: Obj[]; state: StateValues; suggested: Map<string, Obj[]> }>>();
const KEPT = 2000;

const stateOf = (here: Here, message: Message) => {
  const all = states.get(here.world) ?? new Map();
  states.set(here.world, all);
  const key = `${here.person.id}/${message.channel}/${message.ts}`;
  const blocks = message.blocks ?? [];
  const known = all.get(key);
  if (known && known.blocks === blocks) return known;
  const fresh = {
    blocks,
    state: initialState(blocks, known?.state),
    suggested: known?.suggested ?? new Map<string, Obj[]>(),
  };
  all.delete(key);
  all.set(key, fresh);
  if (all.size > KEPT) all.delete(all.keys().next().value ?? key);
  return fresh;
};

export const seenMessage = (here: Here, ref: MessageRef): { channel: Channel; message: Message } => {
  const channel = here.world.channels.get(ref.channel) ?? here.place(ref.channel);
  const whisper = here.world.ephemerals.get(here.person.id)?.find((m) => m.ts === ref.ts && m.channel === channel.id);
  if (whisper) return { channel, message: whisper };
  const message = here.place(channel.id).byTs.get(ref.ts);
  if (!message) throw new Impossible(`${here.person.realName} sees no message ${ref.ts} in ${ref.channel}`);
  return { channel, message };
};

const find = (message: Message, what: string | Pick): Found => {
  const found = findElement(message.blocks ?? [], asPick(what));
  return found ?? missing('message', message.blocks ?? [], what);
};

/** Presses a button, or chooses in a menu or picker of a message. */
export const clickMessage = async (
  here: Here,
  ref: MessageRef,
  what: string | Pick,
  entry?: Entry,
): Promise<ActResult> => {
  const { world, deliverer, person } = here;
  const { channel, message } = seenMessage(here, ref);
  const { block, element } = find(message, what);
  const own = stateOf(here, message);
  const [blockId, actionId] = [str(block.block_id), str(element.action_id)];
  let value: Obj = {};
  if (element.type !== 'button') {
    const wanted = entry ?? asPick(what).value ?? null;
    value = entered(world, element, wanted, own.suggested.get(`${blockId}/${actionId}`) ?? []);
    if (holdsValue(element)) own.state[blockId] = { ...own.state[blockId], [actionId]: value };
  }
  const action = actionOf(element, blockId, value, nextTs(world));
  return deliverer.ask(
    'block_actions',
    actionId,
    person.id,
    messageActionPayload(world, person, channel, message, own.state, action),
  );
};

/** Fills a message's inputs; what dispatches on its own is sent, as a click would be. */
export const fillMessage = async (here: Here, ref: MessageRef, values: Record<string, Entry>): Promise<ActResult> => {
  const { message } = seenMessage(here, ref);
  const own = stateOf(here, message);
  let last: ActResult = { status: 200, ackMs: 0, ack: '' };
  for (const [blockId, entry] of Object.entries(values)) {
    const { block, element } = find(message, { blockId });
    if (block.type !== 'input' || block.dispatch_action === true) {
      last = await clickMessage(here, ref, { blockId }, entry);
      continue;
    }
    const actionId = str(element.action_id);
    own.state[blockId] = {
      ...own.state[blockId],
      [actionId]: entered(here.world, element, entry, own.suggested.get(`${blockId}/${actionId}`) ?? []),
    };
  }
  changed(here.world, { kind: 'message', channel: message.channel, ts: message.ts });
  return last;
};

export const suggestMessage = async (
  here: Here,
  ref: MessageRef,
  what: string | Pick,
  query: string,
): Promise<ActResult> => {
  const { channel, message } = seenMessage(here, ref);
  const found = find(message, what);
  const own = stateOf(here, message);
  return askSuggestions(here, found, query, own.suggested, (blockId, actionId) =>
    suggestionPayload(here.world, here.person, { channel, message }, blockId, actionId, query),
  );
};
