import { FieldErrors } from '../../../../core/errors.ts';
import { isEmail } from '../../../../core/text/email.ts';
import { escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { addDays, type Day, todayIn } from '../../../../core/time/calendar.ts';
import { context, dateInput, modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../../platform/block-kit/form.ts';
import { said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Answer, Interaction, SlackRequest, Subcommand } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import type { Press } from '../../../papers/index.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { inTime, keepPaper } from '../../papers/index.ts';
import { doing, firstLetters, noneWaits, startSending } from '../sending-run.ts';
import type { SendingScope } from '../store.ts';
import { writeTest } from '../write-letter.ts';

/** So many of the letters are tried on oneself. */
const tried = 3;
/** A month's, unless said. */
const usualDays = 30;

const sendForm = (scope: SendingScope, note?: string) =>
  modal({
    callback: 'invoices.send',
    title: 'Send invoices by mail',
    submit: 'Go on',
    blocks: [
      context(note ?? 'Of customers who get their invoices by mail: those that are issued and were not sent yet.'),
      dateInput({ name: 'from', label: 'Issued from', initial: scope.from }),
      dateInput({ name: 'to', label: 'Issued until', initial: scope.to }),
      textInput({
        // By another name it begins anew: Slack keeps what was typed before.
        name: note ? 'after_test' : 'test',
        label: 'First a test copy to this address',
        hint: `The first ${tried} letters go there, and to no customer. Blank: a preview, which you confirm.`,
        optional: true,
      }),
    ],
  });

const readScope = (values: FormValues): SendingScope => ({
  from: required(values.day('from'), 'from', 'Choose the first day.'),
  to: required(values.day('to'), 'to', 'Choose the last day.'),
});

/** The first letters, to oneself; nobody else gets them. BIL-3 @returns how many @throws FieldErrors where none can be written */
export const testSending = async (
  deps: Deps,
  by: By,
  scope: SendingScope,
  { address, press }: { readonly address: string; readonly press: Press },
): Promise<number> => {
  const reader = { tx: deps.db.prisma, contributions: deps.contributions };
  for (const { bill } of (await firstLetters(reader, scope, tried)).letters)
    await inTime(keepPaper(deps, press, { type: 'invoice', id: bill.invoice.id }));
  return deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const { letters, aside } = await firstLetters(work, scope, tried);
    if (letters.length === 0)
      throw new FieldErrors({ from: aside[0] ? `${aside[0].item}: ${aside[0].reason}` : noneWaits });
    for (const { bill, draft } of letters) await writeTest(work, bill, draft, address);
    return letters.length;
  });
};

const usual = (today: Day): SendingScope => ({ from: addDays(today, -usualDays), to: today });

const open = async (request: SlackRequest): Promise<Answer> => {
  await requireEarly(request, moneyRoles, doing);
  const { deps } = request;
  return { modal: sendForm(usual(todayIn(deps.timeZone, deps.clock.now()))) };
};

export const sendManyForm = (press: Press, wake: (deps: Deps) => void): Interaction => ({
  id: 'invoices.send',
  press: open,
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, by, values } = request;
    const scope = readScope(values);
    const field = values.has('after_test') ? 'after_test' : 'test';
    const address = values.text(field);
    if (address !== undefined) {
      if (!isEmail(address)) throw new FieldErrors({ [field]: 'Write your address, such as you@example.com.' });
      const count = await testSending(deps, by, scope, { address, press });
      const note = `${plural(count, 'letter is', 'letters are')} on the way to ${escapeMrkdwn(address)}; no customer got one. Leave the address blank to go on.`;
      return { replace: sendForm(scope, note) };
    }
    await startSending(deps, by, scope);
    wake(deps);
    return said(
      `Looking what would be sent… The preview comes into ${deps.roleName('accounting')}’s channel; confirm or cancel it there.`,
    );
  },
});

/** `/bill send` */
export const sendCommand: Subcommand = {
  command: '/bill',
  word: 'send',
  usage: '',
  help: 'mails what is issued and not sent yet: a test copy first, then previewed and confirmed',
  run: open,
};
