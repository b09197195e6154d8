/** What becomes of an invoice by how its letters fare: the adapter of presenting by mail; that of a person's word is “Mark as sent”. BIL-3 */
import { groupBy } from '../../../core/group.ts';
import { type LetterFate, lettersFared } from '../../../platform/delivery/index.ts';
import { on } from '../../../platform/work/events.ts';
import type { Work } from '../../../platform/work/work.ts';
import { contactErased } from '../../customers/index.ts';
import { type Invoice, lockInvoices, recordArrival, recordPresented, redraw } from '../invoices/index.ts';
import { bouncedText, type Standing, standingOf, stateAfter } from '../letters/index.ts';
import { eraseRecipients, type Letter, lettersByIds, noteFate } from './store.ts';

interface Told {
  readonly to: string;
  readonly how: string;
}

const say = (work: Work, invoice: Invoice, text: string): void => redraw(work, invoice, { text, broadcast: true });

/** Where its letter stands otherwise than before. */
const follow = async (
  work: Work,
  invoice: Invoice,
  letter: Letter,
  {
    before,
    after,
    bounced,
  }: { readonly before: Standing; readonly after: Standing; readonly bounced: readonly Told[] },
): Promise<void> => {
  const isEnded = invoice.voided !== undefined || invoice.state === 'uncollectible';
  if (letter.purpose === 'bill' && !isEnded) {
    if (after === 'accepted' && before !== 'accepted')
      await recordPresented(work, invoice, {
        by: letter.sentBy,
        how: 'It left by mail: the mail server has taken it.',
      });
    if (after === 'bounced' && before !== 'bounced') {
      if (invoice.sent) {
        await recordArrival(work, invoice, {
          state: 'bounced',
          how: bounced.map(({ how }) => how).join('; ') || 'it came back',
        });
        return;
      }
      say(
        work,
        invoice,
        `It did not reach the customer: ${bouncedText(bounced)}. Call them, put the address right, and send it again.`,
      );
      return;
    }
  }
  if (bounced.length > 0)
    say(work, invoice, `A letter with it did not reach ${bouncedText(bounced)}. Call them, and put the address right.`);
};

const takeFates = async (work: Work, letter: Letter, invoice: Invoice, fates: readonly LetterFate[]): Promise<void> => {
  const before = standingOf(letter.recipients);
  const states = new Map(letter.recipients.map((each) => [each.id, each]));
  const bounced: Told[] = [];
  for (const { to, fate, how } of fates) {
    const recipient = letter.recipients.find(({ address }) => address.toLowerCase() === to.toLowerCase());
    if (!recipient) continue;
    const known = states.get(recipient.id) ?? recipient;
    const state = stateAfter(known.state, fate);
    if (state === known.state) continue;
    states.set(recipient.id, { ...known, state });
    await noteFate(work, recipient.id, { state, how });
    if (state === 'bounced') bounced.push({ to: recipient.address, how });
  }
  await follow(work, invoice, letter, { before, after: standingOf([...states.values()]), bounced });
};

export const followLetters = on(lettersFared, async (work, fates) => {
  const byLetter = groupBy(fates, ({ letterId }) => letterId);
  const known = await lettersByIds(work.tx, [...byLetter.keys()]);
  await lockInvoices(work, [...new Set(known.map(({ invoiceId }) => invoiceId))]);
  // As they are now that nobody else can change them.
  for (const letter of await lettersByIds(
    work.tx,
    known.map(({ id }) => id),
  )) {
    const [invoice] = await lockInvoices(work, [letter.invoiceId]);
    if (invoice) await takeFates(work, letter, invoice, byLetter.get(letter.id) ?? []);
  }
});

/** ALL-7 */
export const eraseLetters = on(contactErased, async (work, { customerId, alsoErased }) => {
  alsoErased(await eraseRecipients(work.tx, customerId));
});
