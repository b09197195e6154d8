import type { Option } from '@slack/types';
import type { Logger } from 'pino';
import { NotAllowed, UserError } from '../../../core/errors.ts';
import { containsCardNumber } from '../../../core/text/card-numbers.ts';
import { cleanLine, typedText } from '../../../core/text/clean-text.ts';
import { cardNumberRefused, type FormValues, readForm } from '../../block-kit/form.ts';
import type { Metrics } from '../../process/metrics.ts';
import type { Registry } from '../../slice/registry.ts';
import type { ActionRequest, Answer } from '../../slice/slice.ts';
import type { Places } from '../../windows/places.ts';
import { Repeated } from '../../work/transact.ts';
import type { Deps } from '../../work/work.ts';
import { type AnswerParts, carryOut, type Whereabouts } from '../answers/answer.ts';
import { type Origin, unstamp } from '../answers/envelope.ts';
import { asMrkdwn, refusalOf } from '../answers/errors.ts';
import { request } from '../directory/asker.ts';
import type { Directory } from '../directory/directory.ts';
import { runCommand } from './commands.ts';
import { inTime } from './patience.ts';
import type { ActionBody, ActionElement, CommandBody, OptionsBody, ShortcutBody, ViewBody } from './payloads.ts';
import { layersOf, redrawing, withWindow } from './windows.ts';

export interface DispatchParts extends AnswerParts {
  readonly deps: Deps;
  readonly registry: Registry;
  readonly places: Places;
  readonly directory: Directory;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'ack'>;
  /** How long what somebody asked for may take; milliseconds. */
  readonly decisionMs: number;
  /** Runs work after the ack; shutdown waits for it. */
  readonly background: (work: Promise<void>) => void;
}

export type Ack = (response?: unknown) => Promise<void>;

/** Runs a listener; a refusal becomes what the person is told. */
export const answered = async (
  parts: DispatchParts,
  channel: string | undefined,
  produce: (timely: DispatchParts) => Promise<Answer>,
): Promise<Answer> => {
  try {
    return await inTime(parts, produce);
  } catch (error) {
    const refusal = refusalOf(error, parts.log, channel);
    return refusal ? { say: { text: asMrkdwn(refusal.text) } } : {};
  }
};

export const later = (parts: DispatchParts, to: Whereabouts, answer: Answer): void =>
  parts.background(
    carryOut(parts, to, answer).catch((error: unknown) =>
      parts.log.warn({ err: error }, 'an answer could not be shown'),
    ),
  );

export const onCommand = async (parts: DispatchParts, body: CommandBody, ack: Ack): Promise<void> => {
  const { user_id: userId = '' } = body;
  const answer = await answered(parts, body.channel_id, async (timely) => {
    // As it is, and as it is meant: marks of formatting may stand between the digits.
    const text = typedText(body.text ?? '');
    if ([body.text ?? '', text].some(containsCardNumber)) throw new UserError(cardNumberRefused);
    const requestId = body.trigger_id ? `command:${body.trigger_id}` : undefined;
    return runCommand(parts.registry, body.command, text, async (found, rest) => {
      const asked = await request(timely, { userId, requestId, channel: body.channel_id }, found.isForTeam);
      return withWindow(timely, asked, await found.run({ ...asked, text: rest }));
    });
  });
  // What is only said travels in the ack itself: one call less, and seen even when Slack's API is unreachable.
  const alone = answer.say && !answer.modal && !answer.home;
  await ack(alone ? { response_type: 'ephemeral', ...answer.say } : undefined);
  if (alone) return;
  const origin: Origin = {
    ...(body.channel_id ? { channel: body.channel_id } : {}),
    ...(body.response_url ? { responseUrl: body.response_url } : {}),
  };
  later(
    parts,
    { userId, origin, surface: 'command', ...(body.trigger_id ? { triggerId: body.trigger_id } : {}) },
    answer,
  );
};

/** A shortcut is a button that stands in Slack's own menu: its answers are for the person alone. WRK-2 */
export const onShortcut = async (parts: DispatchParts, body: ShortcutBody, ack: Ack): Promise<void> => {
  const userId = body.user?.id ?? '';
  const actionId = body.callback_id ?? '';
  const handler = parts.registry.actions.get(actionId);
  const answer = await answered(parts, undefined, async (timely) => {
    if (!handler) throw new UserError('This shortcut does nothing any more. `/baton` finds what you are looking for.');
    const requestId = body.trigger_id ? `shortcut:${body.trigger_id}` : undefined;
    const base = await request(timely, { userId, requestId }, parts.registry.isForTeam(actionId));
    return withWindow(timely, base, await handler({ ...base, actionId, value: '', selected: [] }));
  });
  await ack();
  later(
    parts,
    { userId, origin: {}, surface: 'command', ...(body.trigger_id ? { triggerId: body.trigger_id } : {}) },
    answer,
  );
};

/** The value of whatever element was used, and all that is selected in it. */
export const selection = (element: ActionElement): readonly string[] => {
  const one =
    element.value ??
    element.selected_option?.value ??
    element.selected_user ??
    element.selected_conversation ??
    element.selected_channel ??
    element.selected_date;
  if (typeof one === 'string') return [one];
  return [
    ...(element.selected_options ?? []).flatMap((each) => (each.value ? [each.value] : [])),
    ...(element.selected_users ?? []),
  ];
};

export const valuesOf = (view: ViewBody): FormValues => readForm(view.state?.values ?? {}, view.blocks);

const surfaceOf = (body: ActionBody): Whereabouts['surface'] => {
  if (!body.view) return 'message';
  return body.view.type === 'home' ? 'home' : 'modal';
};

export const onAction = async (parts: DispatchParts, body: ActionBody, ack: Ack): Promise<void> => {
  const element = body.actions?.[0];
  const userId = body.user?.id ?? '';
  if (!element) return ack();
  const handler = parts.registry.actions.get(element.action_id);
  // Selects and ticks inside a form only take effect with the form.
  if (!handler && body.view?.type === 'modal' && element.type !== 'button') return ack();
  const opened = body.view ? unstamp(body.view.private_metadata ?? '') : undefined;
  const layers = layersOf(parts.registry, body.view, opened);
  const channel = body.channel?.id ?? body.container?.channel_id;
  const ts = body.container?.message_ts ?? body.message?.ts;
  const selected = selection(element);
  const answer = await answered(parts, channel ?? opened?.origin.channel, async (timely) => {
    if (!handler)
      throw new UserError('This button does nothing any more. Open the thing anew, for instance with `/onboard list`.');
    const requestId = body.trigger_id ? `action:${body.trigger_id}:${element.action_ts ?? ''}` : undefined;
    const base = await request(
      timely,
      { userId, requestId, channel: channel ?? opened?.origin.channel },
      parts.registry.isForTeam(element.action_id),
    );
    const full: ActionRequest = {
      ...base,
      actionId: element.action_id,
      value: selected[0] ?? '',
      selected,
      ...(channel && ts ? { message: { channel, ts } } : {}),
      ...(body.view && opened ? { view: { id: body.view.id, data: opened.data, values: valuesOf(body.view) } } : {}),
    };
    return withWindow(timely, base, await handler(full), layers);
  });
  await ack();
  const responseUrl = body.response_url ?? opened?.origin.responseUrl;
  const originChannel = channel ?? opened?.origin.channel;
  later(
    parts,
    {
      userId,
      surface: surfaceOf(body),
      origin: { ...(originChannel ? { channel: originChannel } : {}), ...(responseUrl ? { responseUrl } : {}) },
      ...(body.trigger_id ? { triggerId: body.trigger_id } : {}),
      layers,
      redraw: redrawing(parts, { userId, channel: originChannel }),
      ...(body.message?.thread_ts ? { threadTs: body.message.thread_ts } : {}),
    },
    answer,
  );
};

export const onOptions = async (parts: DispatchParts, body: OptionsBody, ack: Ack): Promise<void> => {
  const source = parts.registry.options.get(body.action_id ?? '');
  let options: readonly Option[] = [];
  try {
    const query = cleanLine(body.value ?? '');
    if (source && !containsCardNumber(query))
      options = await inTime(parts, async (timely) =>
        source({ ...(await request(timely, { userId: body.user?.id })), query }),
      );
  } catch (error) {
    if (!(error instanceof Repeated || error instanceof NotAllowed))
      parts.log.warn({ err: error }, 'choices could not be looked up');
  }
  await ack({ options: options.slice(0, 100) });
};
