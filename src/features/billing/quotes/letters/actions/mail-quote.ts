import type { ModalView } from '@slack/types';
import { Conflict } from '../../../../../core/errors.ts';
import { escapeMrkdwn, plural } from '../../../../../core/text/text.ts';
import { modal } from '../../../../../platform/block-kit/blocks.ts';
import { person } from '../../../../../platform/block-kit/mentions.ts';
import { said } from '../../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Answer, Interaction, SubmissionRequest } from '../../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../../platform/work/work.ts';
import { customersDay } from '../../../../customers/index.ts';
import type { Press } from '../../../../papers/index.ts';
import {
  atDraftFields,
  countLettersAbout,
  type Draft,
  draftInputs,
  type NewLetter,
  readDraft,
  readTemplate,
  readTest,
  refuseSecondLetter,
  writeLetterAbout,
  writeTemplate,
  writeTestOf,
} from '../../../letters/index.ts';
import { inTime } from '../../../papers/index.ts';
import { keepQuotePaper, keptQuotePaper } from '../../papers/quote-paper.ts';
import { redraw } from '../../quotes/change-quote.ts';
import {
  keepQuotes,
  type Quote,
  quoteKeepers,
  quoteName,
  quoteSubject,
  requireValid,
  whoWasFirst,
} from '../../quotes/quote.ts';
import { aboutQuote, existingQuote } from '../../quotes/quote-form.ts';
import { recordSent } from '../../quotes/record-sent.ts';
import { lockQuote } from '../../quotes/store.ts';
import { contentOf, type Offered, offered, proposed } from '../quote-letter.ts';

/** Drafts, and those that the customer has or should have. @throws Conflict naming who was first */
const requireMailable = (quote: Quote): void => {
  if (quote.state !== 'draft' && quote.state !== 'sent') throw whoWasFirst(quote);
};

interface ShownDraft {
  readonly draft: Draft;
  readonly data: string;
  readonly tested?: string | undefined;
  readonly note?: string | undefined;
}

/** Send by mail: to whom, what it says, and whether it is tried on oneself first. BIL-5 */
const mailForm = ({ quote, addressees }: Offered, { data, ...shown }: ShownDraft): ModalView =>
  modal({
    callback: 'quote.mail',
    title: 'Send by mail',
    submit: 'Send',
    data,
    blocks: [aboutQuote(quote), ...draftInputs({ ...shown, addressees })],
  });

export interface MailQuote {
  readonly quoteId: string;
  /** How many letters there were when the form was opened; any number will do where none is said. */
  readonly letters?: number | undefined;
  readonly draft: Draft;
}

/** @throws Conflict where it was changed since its PDF was printed */
const letterOf = async (work: Work, quote: Quote, draft: Draft): Promise<NewLetter> => {
  const kept = await keptQuotePaper(work.tx, quote);
  if (!kept)
    throw new Conflict(
      `Quote ${quoteName(quote)} was changed just now. Nothing was sent. Open the form again and check it.`,
    );
  const paper = { name: kept.name, type: 'application/pdf', hash: kept.hash };
  const content = contentOf(await offered(work.tx, quote), draft, [paper]);
  return { about: quoteSubject(quote.id), customerId: quote.customerId, draft, content, paper };
};

const lockMailable = async (work: Work, quoteId: string): Promise<Quote> => {
  work.require(quoteKeepers, keepQuotes);
  const quote = await lockQuote(work, quoteId);
  requireMailable(quote);
  requireValid(quote, await customersDay(work.tx, quote.customerId, work.now));
  return quote;
};

/**
 * Sends a quote by mail, with its PDF; a draft is sent from then on. BIL-3, BIL-5
 * @throws FieldErrors at wrong addresses; UserError where its PDF cannot be made: then nothing is sent
 */
export const mailQuote = async (deps: Deps, by: By, press: Press, input: MailQuote): Promise<string> => {
  requireMailable(await existingQuote(deps, input.quoteId));
  await keepQuotePaper(deps, press, input.quoteId);
  return deps.transact(by, async (work) => {
    const quote = await lockMailable(work, input.quoteId);
    await refuseSecondLetter(work, quoteSubject(quote.id), input.letters, () => 'sent it by mail');
    const letter = await letterOf(work, quote, input.draft);
    const letterId = await writeLetterAbout(work, letter);
    const { template } = input.draft;
    work.audit({
      action: 'quote.mailed',
      subject: quoteSubject(quote.id),
      customerId: quote.customerId,
      after: {
        number: quoteName(quote),
        label: quote.label,
        paper: letter.paper?.hash,
        ...(template ? { template: template.kind, version: template.version } : {}),
      },
    });
    if (quote.state === 'draft') await recordSent(work, quote, { sentOn: work.today, how: 'by mail' });
    else redraw(work, quote.id, `${person(work.by.id)} sent it by mail once more.`);
    return letterId;
  });
};

/** The very letter, to oneself; the quote stays as it is. BIL-3 */
export const testQuote = async (
  deps: Deps,
  by: By,
  press: Press,
  { quoteId, draft, address }: MailQuote & { readonly address: string },
): Promise<void> => {
  requireMailable(await existingQuote(deps, quoteId));
  await keepQuotePaper(deps, press, quoteId);
  await deps.transact(by, async (work) => {
    const quote = await lockMailable(work, quoteId);
    writeTestOf(work, await letterOf(work, quote, draft), address);
  });
};

const submit = async (press: Press, request: SubmissionRequest): Promise<Answer> => {
  const { deps, by, data, values } = request;
  const [quoteId = '', letters = '', template] = data.split(' ');
  const address = readTest(values);
  const input = { quoteId, letters: Number(letters), draft: readDraft(values, readTemplate(template)) };
  const quote = await existingQuote(deps, quoteId);
  requireMailable(quote);
  await inTime(keepQuotePaper(deps, press, quoteId));
  if (address !== undefined) {
    await testQuote(deps, by, press, { ...input, address });
    const note = `A test copy is on its way to ${escapeMrkdwn(address)}. It says that it is for the customer, who did not get it.`;
    const of = await offered(deps.db.prisma, quote);
    return { replace: mailForm(of, { draft: input.draft, data, tested: address, note }) };
  }
  await mailQuote(deps, by, press, input);
  return said(
    `Quote ${quoteName(quote)} is on its way to ${plural(input.draft.to.length, 'address', 'addresses')}, with its PDF. Its window says how the letter fares.`,
  );
};

export const mailQuoteButton = (press: Press): Interaction => ({
  id: 'quote.mail',
  press: async (request) => {
    await requireEarly(request, quoteKeepers, keepQuotes);
    const { deps, value } = request;
    const { prisma } = deps.db;
    const quote = await existingQuote(deps, value);
    requireMailable(quote);
    const of = await offered(prisma, quote);
    const [draft, letters] = await Promise.all([proposed(prisma, of), countLettersAbout(prisma, quoteSubject(value))]);
    // Printed while somebody reads the form.
    keepQuotePaper(deps, press, value).catch((error: unknown) =>
      deps.log.warn({ err: error, quote: value }, 'a quote that may be sent could not be printed'),
    );
    return { modal: mailForm(of, { draft, data: `${value} ${letters} ${writeTemplate(draft)}` }) };
  },
  submit: async (request) => {
    await requireEarly(request, quoteKeepers, keepQuotes);
    return atDraftFields(request.values, () => submit(press, request));
  },
});
