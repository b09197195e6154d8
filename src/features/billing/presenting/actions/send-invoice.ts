import { Conflict } from '../../../../core/errors.ts';
import { escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import { linkTo } from '../../../../platform/links/index.ts';
import { said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Answer, Interaction, SubmissionRequest } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import type { Press } from '../../../papers/index.ts';
import {
  asShown,
  invoiceRef,
  lockForAccounting,
  moneyRoles,
  type ShownInvoice,
  standingInvoice,
  writeShown,
} from '../../invoices/index.ts';
import { atDraftFields, type Draft, readDraft, readTest } from '../../letters/index.ts';
import { inTime, keepPaper } from '../../papers/index.ts';
import { proposed } from '../letter.ts';
import { readData, sendForm, writeData } from '../send-form.ts';
import { countLetters, lettersOf } from '../store.ts';
import { billOf, nameOf, occasionOf, refuseOthers, writeLetter, writeTest } from '../write-letter.ts';

export const doing = 'send invoices';

export interface SendInvoice extends ShownInvoice {
  /** How many letters there were when the form was opened; any number will do where none is said. */
  readonly letters?: number | undefined;
  readonly draft: Draft;
}

/** Two who open the form at once do not send it twice. ALL-3 */
const refuseSecond = async (work: Work, { invoiceId, letters }: SendInvoice): Promise<void> => {
  if (letters === undefined || (await countLetters(work.tx, invoiceId)) === letters) return;
  const [last] = await lettersOf(work.tx, invoiceId, { skip: 0, take: 1 });
  if (!last) return;
  throw new Conflict(
    `${person(last.sentBy)} sent it by mail ${moment(last.sentAt)}. Nothing was sent now. Open the form again to send it once more.`,
  );
};

const paperOf = (id: string) => ({ type: 'invoice', id }) as const;

/** Why it cannot be sent comes before anything is printed. */
const printedFirst = async (deps: Deps, press: Press, invoiceId: string): Promise<void> => {
  const invoice = await standingInvoice(deps, invoiceId);
  refuseOthers(invoice);
  await billOf(deps.db.prisma, invoice);
  await keepPaper(deps, press, paperOf(invoiceId));
};

/**
 * Sends an issued invoice by mail, with its PDF: it is presented once a server has taken the letter. BIL-3, BIL-5
 * @throws FieldErrors at wrong addresses; UserError where its PDF cannot be made: then nothing is sent
 */
export const sendInvoice = async (deps: Deps, by: By, press: Press, input: SendInvoice): Promise<string> => {
  await printedFirst(deps, press, input.invoiceId);
  return deps.transact(by, (work) =>
    asShown(work, input, async () => {
      const invoice = await lockForAccounting(work, input.invoiceId, doing);
      refuseOthers(invoice);
      await refuseSecond(work, input);
      const bill = await billOf(work.tx, invoice);
      return writeLetter(work, bill, input.draft, { purpose: 'bill' });
    }),
  );
};

/** The very letter, to oneself. BIL-3 */
export const testInvoice = async (
  deps: Deps,
  by: By,
  press: Press,
  input: SendInvoice & { readonly address: string },
): Promise<void> => {
  await printedFirst(deps, press, input.invoiceId);
  await deps.transact(by, async (work) => {
    const invoice = await lockForAccounting(work, input.invoiceId, doing);
    refuseOthers(invoice);
    await writeTest(work, await billOf(work.tx, invoice), input.draft, input.address);
  });
};

/** Printed while somebody reads the form, so that it is there when they send it. */
const printMeanwhile = (deps: Deps, press: Press, invoiceId: string): void => {
  keepPaper(deps, press, paperOf(invoiceId)).catch((error: unknown) =>
    deps.log.warn({ err: error, invoice: invoiceId }, 'an invoice that may be sent could not be printed'),
  );
};

const submit = async (press: Press, request: SubmissionRequest): Promise<Answer> => {
  const { deps, by, data, values } = request;
  const { template, ...sent } = readData(data);
  const address = readTest(values);
  const input = { ...sent, draft: readDraft(values, template) };
  const invoice = await standingInvoice(deps, input.invoiceId);
  await inTime(printedFirst(deps, press, input.invoiceId));
  if (address !== undefined) {
    await testInvoice(deps, by, press, { ...input, address });
    const note = `A test copy is on its way to ${escapeMrkdwn(address)}. It says that it is for the customer, who did not get it.`;
    const { addressees } = await billOf(deps.db.prisma, invoice);
    return { replace: sendForm(invoice, { draft: input.draft, addressees, data, tested: address, note }) };
  }
  await sendInvoice(deps, by, press, input);
  const name = escapeMrkdwn(await nameOf(deps.db.prisma, invoice.customerId));
  const whom = plural(input.draft.to.length, 'address', 'addresses');
  return said(
    `Invoice ${invoiceRef(invoice)} is on its way to ${name} (${whom}). It counts as presented once a mail server has taken it; its window says how the letter fares.`,
  );
};

export const sendButton = (press: Press): Interaction => ({
  id: 'invoice.send',
  press: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, value } = request;
    const { prisma } = deps.db;
    const invoice = await standingInvoice(deps, value);
    refuseOthers(invoice);
    const [bill, occasion, letters, shown, link] = await Promise.all([
      billOf(prisma, invoice),
      occasionOf(deps.contributions, prisma, invoice),
      countLetters(prisma, value),
      writeShown(prisma, invoice, 'money'),
      linkTo(deps.contributions, prisma, { type: 'invoice', id: value }),
    ]);
    printMeanwhile(deps, press, value);
    const draft = await proposed(prisma, bill, occasion, link?.url);
    const data = writeData(shown, letters, draft);
    return { modal: sendForm(invoice, { draft, addressees: bill.addressees, data }) };
  },
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    return atDraftFields(request.values, () => submit(press, request));
  },
});
