/** A form that is sent: what the ack says of it, and what of the person's modals is drawn anew. */
import type { ModalView } from '@slack/types';
import { olderForm } from '../../block-kit/kept.ts';
import type { Answer } from '../../slice/slice.ts';
import { type AnswerParts, refreshLayers, type Whereabouts } from '../answers/answer.ts';
import { notice, type Stamped, stamp, unstamp } from '../answers/envelope.ts';
import { asMrkdwn, asPlain, namesIn, refusalOf } from '../answers/errors.ts';
import { request } from '../directory/asker.ts';
import { type Ack, type DispatchParts, later, valuesOf } from './dispatch.ts';
import { inTime } from './patience.ts';
import type { SubmissionBody, ViewBody } from './payloads.ts';
import { redrawing, withWindow } from './windows.ts';

const inputBlocks = (view: ViewBody): readonly string[] =>
  (view.blocks ?? []).flatMap((block) => (block.type === 'input' && block.block_id ? [block.block_id] : []));

/** A refused form keeps everything that was filled in: errors stand at their fields, any other refusal at the first one, as plain text. */
const refuse = async (
  { deps }: DispatchParts,
  view: ViewBody,
  text: string,
  fields: Readonly<Record<string, string>>,
): Promise<unknown> => {
  const inputs = inputBlocks(view);
  const placed = Object.entries(fields).filter(([name]) => inputs.includes(name));
  if (placed.length > 0) return { response_action: 'errors', errors: Object.fromEntries(placed) };
  const first = inputs[0];
  return first
    ? { response_action: 'errors', errors: { [first]: asPlain(text, await namesIn(deps.db.prisma, text)) } }
    : { response_action: 'update', view: notice(asMrkdwn(text)) };
};

/** What a form is answered with: the ack's part, and the window that takes the place of the one below it, for which there is no room above. */
interface Sent {
  readonly answer: Answer;
  readonly inPlaceBelow?: ModalView | undefined;
  /** Another form comes before anything is done. */
  readonly goesOn: boolean;
}

/** What the ack of a submission says: the next window, or nothing, which closes the form. */
const submissionAck = ({ answer, inPlaceBelow }: Sent, viewId: string, { origin, below }: Stamped): unknown => {
  if (answer.replace) return { response_action: 'update', view: stamp(answer.replace, origin, below) };
  if (answer.modal) return { response_action: 'push', view: stamp(answer.modal, origin, [...below, { viewId }]) };
  if (below.at(-1)?.window || inPlaceBelow) return undefined;
  // Nowhere to say it: the window itself does.
  if (answer.say && !origin.channel && !origin.responseUrl)
    return { response_action: 'update', view: notice(answer.say.text) };
  return undefined;
};

/** A window takes the place of the form that led to it, or of the window below where it found no room. */
const placed = (given: Answer, { modal, replace, ...drawn }: Answer): Sent => {
  if (given.window && modal) return { answer: { ...drawn, replace: modal }, goesOn: false };
  if (given.window) return { answer: drawn, inPlaceBelow: replace, goesOn: false };
  const next = { ...(modal ? { modal } : {}), ...(replace ? { replace } : {}) };
  return { answer: { ...drawn, ...next }, goesOn: modal !== undefined || replace !== undefined };
};

const refreshLater = (parts: DispatchParts & AnswerParts, to: Whereabouts): void =>
  parts.background(
    refreshLayers(parts, to).catch((error: unknown) =>
      parts.log.warn({ err: error }, 'windows could not be drawn anew'),
    ),
  );

export const onSubmission = async (parts: DispatchParts, body: SubmissionBody, ack: Ack): Promise<void> => {
  const { view } = body;
  if (!view) return ack();
  const userId = body.user?.id ?? '';
  const opened = unstamp(view.private_metadata ?? '');
  const { data, origin, below } = opened;
  const handler = parts.registry.submissions.get(view.callback_id ?? '');
  const to: Whereabouts = {
    userId,
    surface: 'submission',
    origin,
    layers: below,
    redraw: redrawing(parts, { userId, channel: origin.channel }),
    ...(body.trigger_id ? { triggerId: body.trigger_id } : {}),
  };
  let sent: Sent = { answer: {}, goesOn: false };
  try {
    if (!handler) throw olderForm();
    const requestId = view.id ? `form:${view.id}:${view.hash ?? ''}` : undefined;
    const values = valuesOf(view);
    const isForTeam = parts.registry.isForTeam(view.callback_id ?? '');
    sent = await inTime(parts, async (timely) => {
      const base = await request(timely, { userId, requestId, channel: origin.channel }, isForTeam);
      const given = await handler({ ...base, data, values });
      return placed(given, await withWindow(timely, base, given, below));
    });
  } catch (error) {
    const refusal = refusalOf(error, parts.log);
    if (refusal) {
      await ack(await refuse(parts, view, refusal.text, refusal.fields ?? {}));
      // Nothing is wrong with what was filled in: what the form lies on is out of date. ALL-3
      if (!refusal.fields) refreshLater(parts, to);
      return;
    }
  }
  const { answer, inPlaceBelow, goesOn } = sent;
  await ack(submissionAck(sent, view.id, opened));
  const isReturn = below.at(-1)?.window !== undefined && !goesOn;
  const isSaid = isReturn || origin.channel || origin.responseUrl;
  const { say, window } = answer;
  later(parts, goesOn ? { ...to, layers: [] } : to, {
    ...(inPlaceBelow ? { replace: inPlaceBelow } : {}),
    ...(say && isSaid ? { say } : {}),
    ...(window ? { window } : {}),
    ...(answer.home || !origin.channel ? { home: true as const } : {}),
  });
};
