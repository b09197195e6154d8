import { escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { context, section } from '../../block-kit/blocks.ts';
import type { Tx } from '../../db/open.ts';
import type { SlotKind } from '../../slice/slice.ts';
import { adminRole } from '../../work/roles.ts';
import { slotKey } from '../../work/slot-key.ts';
import type { NewMessage, SlotRef } from '../../work/work.ts';
import { writeEffects } from '../../work/write-effects.ts';
import type { Shared } from '../engine.ts';
import { deliveryPolicy } from '../policy.ts';
import { place } from './place.ts';
import { failing, type ParkedMessage, problems } from './problems.ts';

const kind = 'delivery.notice';
/** There is one subject: delivery itself. */
const subjectId = '00000000-0000-7000-8000-000000000001';
const listed = 5;

/** What is noticed within an hour is one message, brought up to date; so is what is noticed while none can be sent. */
const latest = async (tx: Tx, now: Date): Promise<SlotRef | undefined> => {
  const since = new Date(now.getTime() - 3_600_000).toISOString();
  const [row] = await tx.$queryRaw<{ part: string }[]>`
    SELECT part FROM message_slots WHERE kind = ${kind} AND subject_id = ${subjectId}::uuid
      AND (ts IS NULL OR created_at > ${since}::timestamptz) ORDER BY seq DESC LIMIT 1`;
  return row && { kind, subjectId, part: row.part };
};

/**
 * Tells the admins of messages that cannot be sent. In a quiet workspace this message is the proof as well that Slack takes
 * others. Only `old` news: only if they were told lately, so that what they were told is true.
 */
export const tellAdmins = async ({ db, deps, wake }: Shared, news: readonly ('new' | 'old')[]): Promise<void> => {
  const now = deps.clock.now();
  await db.tx(async (tx) => {
    const slot =
      (await latest(tx, now)) ?? (news.includes('new') ? { kind, subjectId, part: now.toISOString() } : undefined);
    if (!slot) return;
    const effect = { ...slot, key: slotKey(slot), to: { role: adminRole }, priority: 1 as const };
    await writeEffects(tx, now, { slots: [effect], posts: [] });
  });
  wake();
};

/** The same from within an admin's decision. */
export const toldLately = latest;

/** A lane takes no messages, for this reason: said to the admins. */
export const heldNotice = (lane: string, reason: string, since: Date): NewMessage => {
  const text = `Messages to ${place(lane)} are held: ${reason}. They are sent once that is mended; the Home tab lists them.`;
  return {
    to: { role: adminRole },
    content: { text, blocks: [section(text)] },
    key: `delivery.held:${lane}:${since.getTime()}`,
    priority: 1,
  };
};

const lines = (title: string, count: number, messages: readonly ParkedMessage[]): string => {
  const shown = messages
    .slice(0, listed)
    .map((message) => `• ${place(message.lane)}: ${escapeMrkdwn(message.problem)}`);
  const more = count - shown.length;
  return [`*${title}*`, ...shown, ...(more > 0 ? [`…and ${plural(more, 'more', 'more')}.`] : [])].join('\n');
};

/** What the admins read when messages cannot be sent. */
export const noticeKind: SlotKind = {
  kind,
  render: async (deps, _subjectId, part) => {
    const { attempts } = await deps.policy(deliveryPolicy);
    const { parked, parkedCount } = await problems(deps.db, 0, listed);
    const tried = await failing(deps.db, attempts, listed);
    if (parkedCount + tried.length === 0) {
      const slot: SlotRef = { kind, subjectId, ...(part === undefined ? {} : { part }) };
      const row = await deps.db.prisma.messageSlot.findUnique({ where: { key: slotKey(slot) }, select: { ts: true } });
      return row?.ts ? { text: 'No message is held back any more.', open: false } : undefined;
    }
    const text = [
      ...(parkedCount > 0 ? [`${plural(parkedCount, 'message')} could not be sent.`] : []),
      ...(tried.length > 0
        ? [`${plural(tried.length, 'message')} failed ${attempts} times or more and is tried on.`]
        : []),
    ].join(' ');
    return {
      text,
      blocks: [
        ...(parkedCount > 0 ? [section(lines('Could not be sent', parkedCount, parked))] : []),
        ...(tried.length > 0 ? [section(lines('Still being tried', tried.length, tried))] : []),
        context(
          'Baton’s Home tab lists what is held back under “Messages that need you”: send it again there, or drop it.',
        ),
      ],
      open: true,
    };
  },
};
