import { checkView, viewTooLarge } from '../blocks/views.ts';
import { type Entry, entered } from '../entering.ts';
import { asPick, findElement, formErrors, holdsValue, inputBlockIds, type Pick } from '../forms.ts';
import { Impossible } from '../impossible.ts';
import { asObj, isObj, type Json, type Obj, objs, str } from '../json.ts';
import { newResponseUrl } from '../triggers.ts';
import type { ActResult, View } from '../types.ts';
import { closeModals, pushModal, replaceView } from '../views.ts';
import { changed, nextTs, problem } from '../world.ts';
import type { Here } from './message-acts.ts';
import { actionOf, closedPayload, submissionPayload, suggestionPayload, viewActionPayload } from './payloads.ts';
import { askSuggestions, missing } from './suggestions.ts';

const ok = (): ActResult => ({ status: 200, ackMs: 0, ack: '' });

export const topModal = ({ world, person }: Here): View => {
  if (person.deleted) throw new Impossible(`${person.realName} is deactivated and cannot use Slack`);
  const modal = world.modals.get(person.id)?.at(-1);
  if (!modal) throw new Impossible(`${person.realName} has no modal open`);
  return modal;
};

const blocksOf = (view: View): Obj[] => objs(view.body.blocks);

const find = (view: View, what: string | Pick) =>
  findElement(blocksOf(view), asPick(what)) ?? missing(view.type, blocksOf(view), what);

const put = (here: Here, view: View, blockId: string, element: Obj, entry: Entry): Obj => {
  const actionId = str(element.action_id);
  const value = entered(here.world, element, entry, view.suggested.get(`${blockId}/${actionId}`) ?? []);
  if (holdsValue(element)) view.state[blockId] = { ...view.state[blockId], [actionId]: value };
  return value;
};

/** Presses or chooses in a modal or Home tab. An input only reaches the app if it dispatches. */
export const clickView = async (here: Here, view: View, what: string | Pick, entry?: Entry): Promise<ActResult> => {
  const { block, element } = find(view, what);
  const blockId = str(block.block_id);
  const value = element.type === 'button' ? {} : put(here, view, blockId, element, entry ?? asPick(what).value ?? null);
  changed(here.world, { kind: view.type, user: view.userId });
  if (block.type === 'input' && block.dispatch_action !== true) return ok();
  const action = actionOf(element, blockId, value, nextTs(here.world));
  return here.deliverer.ask(
    'block_actions',
    str(element.action_id),
    here.person.id,
    viewActionPayload(here.world, here.person, view, action),
  );
};

/** Fills input blocks, by block id. */
export const fillModal = async (here: Here, view: View, values: Record<string, Entry>): Promise<ActResult> => {
  let last = ok();
  for (const [blockId, entry] of Object.entries(values)) last = await clickView(here, view, { blockId }, entry);
  return last;
};

const responseUrls = (here: Here, view: View): Obj[] =>
  blocksOf(view).flatMap((block) => {
    const element = asObj(block.element);
    const value = view.state[str(block.block_id)]?.[str(element.action_id)] ?? {};
    const channel = str(value.selected_conversation) || str(value.selected_channel);
    if (element.response_url_enabled !== true || !channel) return [];
    const url = newResponseUrl(here.world, { channel, userId: here.person.id });
    return [
      { response_url: url, channel_id: channel, block_id: block.block_id ?? '', action_id: element.action_id ?? '' },
    ];
  });

/** Submits the top modal: Slack's client checks first, then the app decides in its ack. */
export const submitModal = async (here: Here, view: View, values: Record<string, Entry>): Promise<ActResult> => {
  await fillModal(here, view, values);
  if (!view.body.submit) throw new Impossible('this modal has no submit button');
  if (view.body.submit_disabled === true) throw new Impossible("this modal's submit button is disabled");
  if (view.busy) throw new Impossible('this modal is being submitted already');
  const errors = formErrors(blocksOf(view), view.state);
  view.errors = errors;
  changed(here.world, { kind: 'modal', user: view.userId });
  if (Object.keys(errors).length > 0)
    return { status: 0, ackMs: 0, ack: '', error: 'client_validation', fieldErrors: errors };
  view.busy = true;
  try {
    const payload = submissionPayload(here.world, here.person, view, responseUrls(here, view));
    const name = str(view.body.callback_id);
    const answer = await here.deliverer.ask('view_submission', name, here.person.id, payload);
    return answer.error ? answer : apply(here, view, answer, name);
  } finally {
    view.busy = false;
    changed(here.world, { kind: 'modal', user: view.userId });
  }
};

/** Carries out what the ack says; what Slack wouldn't understand is an error the person sees and the log keeps. */
const apply = (here: Here, view: View, answer: ActResult, name: string): ActResult => {
  const { world, person } = here;
  const wrong = (why: string): ActResult => {
    problem(world, `view_submission ${name}: ${why}`);
    return { ...answer, error: 'invalid_ack' };
  };
  const ack: Json = answer.ack;
  if (ack === '' || (isObj(ack) && ack.response_action === undefined && Object.keys(ack).length === 0)) {
    closeModals(world, person.id, view);
    return answer;
  }
  if (!isObj(ack)) return wrong('the ack is no JSON object');
  switch (ack.response_action) {
    case 'clear':
      closeModals(world, person.id, 'all');
      return answer;
    case 'errors':
      return fieldErrors(view, ack, answer, wrong);
    case 'update':
    case 'push': {
      const problems = checkView(ack.view, 'modal');
      if (problems.length > 0) return wrong(`invalid view: ${problems.join('; ')}`);
      if (viewTooLarge(asObj(ack.view))) return wrong('view_too_large');
      if (ack.response_action === 'update') replaceView(world, view, asObj(ack.view));
      else if ((world.modals.get(person.id)?.length ?? 0) >= 3) return wrong('push_limit_reached');
      else pushModal(world, person.id, asObj(ack.view));
      return answer;
    }
    default:
      return wrong(`unknown response_action ${JSON.stringify(ack.response_action ?? null)}`);
  }
};

const fieldErrors = (view: View, ack: Obj, answer: ActResult, wrong: (why: string) => ActResult): ActResult => {
  const errors = asObj(ack.errors);
  const known = inputBlockIds(blocksOf(view));
  const entries = Object.entries(errors);
  if (entries.length === 0) return wrong('response_action errors without errors');
  const stray = entries.filter(([id, text]) => !known.has(id) || typeof text !== 'string' || text === '');
  if (stray.length > 0) return wrong(`errors for what is no input block: ${stray.map(([id]) => id).join(', ')}`);
  view.errors = Object.fromEntries(entries.map(([id, text]) => [id, str(text)]));
  return { ...answer, fieldErrors: view.errors };
};

/** Closes the top view, or all of them; the app hears of those with `notify_on_close`. */
export const closeModal = async (here: Here, view: View, all: boolean): Promise<ActResult> => {
  const cleared = all || view.body.clear_on_close === true;
  let last = ok();
  for (const closed of closeModals(here.world, here.person.id, cleared ? 'all' : view).reverse()) {
    if (closed.body.notify_on_close !== true) continue;
    last = await here.deliverer.ask(
      'view_closed',
      str(closed.body.callback_id),
      here.person.id,
      closedPayload(here.person, closed, cleared),
    );
  }
  return last;
};

export const suggestView = async (here: Here, view: View, what: string | Pick, query: string): Promise<ActResult> =>
  askSuggestions(here, find(view, what), query, view.suggested, (blockId, actionId) =>
    suggestionPayload(here.world, here.person, { view }, blockId, actionId, query),
  );
