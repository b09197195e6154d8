/** A change of a service as somebody asks for it, now or for a day. BIL-6 */
import { z } from 'zod';
import { parseDay } from '../../../../core/time/calendar.ts';
import type { PeriodMonths } from '../../../../core/time/periods.ts';

/** A day as JSON keeps it. */
export const onDay = z.string().transform((text, context) => {
  const day = parseDay(text);
  if (day) return day;
  context.addIssue({ code: 'custom', message: 'no day' });
  return z.NEVER;
});

const per = z.union([z.literal(1), z.literal(3), z.literal(12), z.literal('once')]);

/** What is sold: a plan at the list's price or an own one, a charge, or what was typed. Prices as text, in 10,000ths of a minor unit. */
const sold = z.object({
  plan: z.string().optional(),
  charge: z.string().optional(),
  description: z.string(),
  own: z.string().optional(),
  per,
  prorated: z.enum(['by months', 'by days', 'never']),
  taxCategory: z.string().optional(),
  account: z.string().optional(),
  isForEachAsset: z.boolean().optional(),
  /** Of what is charged for each asset: a part of the billing group; all of it without one. CUS-4 */
  scope: z.object({ level: z.enum(['server', 'site', 'asset']), id: z.string() }).optional(),
});

export type SoldService = z.infer<typeof sold>;
export type Per = PeriodMonths | 'once';

/** `creditsAgain`: what credit notes gave back already is credited once more. */
const ofService = { itemId: z.string(), on: onDay, creditsAgain: z.boolean().optional() };

/** `id` is that of the row that begins. */
export const serviceChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), on: onDay, last: onDay.optional(), id: z.string(), quantity: z.int(), sold }),
  z.object({ kind: z.literal('quantity'), ...ofService, id: z.string(), quantity: z.int() }),
  z.object({ kind: z.literal('swap'), ...ofService, id: z.string(), sold }),
  z.object({ kind: z.literal('remove'), ...ofService, id: z.string(), penalty: z.string().optional() }),
  z.object({ kind: z.literal('undo'), ...ofService }),
  z.object({ kind: z.literal('regret'), ...ofService }),
  z.object({ kind: z.literal('stop'), ...ofService }),
  z.object({ kind: z.literal('start_again'), ...ofService }),
  z.object({ kind: z.literal('pause'), ...ofService, until: onDay }),
]);

export type ServiceChange = z.infer<typeof serviceChange>;
export type ChangeKind = ServiceChange['kind'];

/** What it is called on its button, and in the past. */
export const changeNames: Readonly<Record<ChangeKind, { readonly asks: string; readonly did: string }>> = {
  start: { asks: 'Start service', did: 'started' },
  quantity: { asks: 'Change the quantity', did: 'changed the quantity of' },
  swap: { asks: 'Swap for another', did: 'swapped' },
  remove: { asks: 'Remove: it ends, unused days are credited', did: 'removed' },
  undo: { asks: 'Undo: it was never billed, nothing remains of it', did: 'undid' },
  regret: { asks: 'Regret: everything billed for it is credited', did: 'took back' },
  stop: { asks: 'Stop until it is started again', did: 'stopped' },
  start_again: { asks: 'Start again', did: 'started again' },
  pause: { asks: 'Pause, it goes on by itself', did: 'paused' },
};

/** They end the service, or take it back: what is planned for later falls away with it. */
export const endingKinds: readonly ChangeKind[] = ['remove', 'undo', 'regret'];

/** They hold from when they are made: there is no day to choose. */
export const immediateKinds: readonly ChangeKind[] = ['undo', 'regret'];
