import type { ModalView } from '@slack/types';
import { Conflict } from '../../../../core/errors.ts';
import { clip, escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { todayIn } from '../../../../core/time/calendar.ts';
import { modal, section } from '../../../../platform/block-kit/blocks.ts';
import { said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Answer, Interaction, SubmissionRequest } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { lockDetails } from '../../../customers/index.ts';
import type { Press } from '../../../papers/index.ts';
import { moneyRoles } from '../../invoices/index.ts';
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
} from '../../letters/index.ts';
import { inTime, type KeptPaper, keepPaperAs, keptPaper } from '../../papers/index.ts';
import { askedText, readAskedText, requireDays } from '../days.ts';
import type { Days } from '../statement.ts';
import { contentOf, keptAs, proposed, type Stated, stated } from '../statement-letter.ts';
import { aboutCustomer } from '../statement-letters.ts';
import { statementTitle } from '../statement-views.ts';

const doing = 'send statements of account';

const readingOf = ({ db, timeZone, clock }: Deps) => ({
  tx: db.prisma,
  timeZone,
  today: todayIn(timeZone, clock.now()),
});

/** Printed while nothing is held. @throws UserError where it cannot be printed */
const keep = async (deps: Deps, press: Press, customerId: string, days: Days): Promise<KeptPaper> => {
  const of = await stated(readingOf(deps), customerId, days);
  return keepPaperAs(deps, press, keptAs(of), async () => ({
    paper: of.paper,
    number: of.name,
    customerId,
    about: aboutCustomer(customerId),
    lock: (work) => lockDetails(work, customerId),
  }));
};

interface ShownDraft {
  readonly draft: Draft;
  readonly data: string;
  readonly tested?: string | undefined;
  readonly note?: string | undefined;
}

const mailForm = ({ statement, addressees }: Stated, { data, ...shown }: ShownDraft): ModalView =>
  modal({
    callback: 'statement.mail',
    title: 'Send by mail',
    submit: 'Send',
    data,
    blocks: [
      section(`*${escapeMrkdwn(clip(statementTitle(statement), 300))}*`),
      ...draftInputs({ ...shown, addressees }),
    ],
  });

export interface MailStatement {
  readonly customerId: string;
  readonly days: Days;
  /** How many letters there were when the form was opened; any number will do where none is said. */
  readonly letters?: number | undefined;
  readonly draft: Draft;
}

/** @throws Conflict where the account moved since its PDF was printed */
const letterOf = async (work: Work, { customerId, days, draft }: MailStatement): Promise<NewLetter> => {
  work.require(moneyRoles, doing);
  await lockDetails(work, customerId);
  const of = await stated(work, customerId, requireDays(days, work.today));
  const kept = await keptPaper(work.tx, keptAs(of));
  if (!kept) throw new Conflict('The account has moved just now. Nothing was sent. Open the form again and check it.');
  const paper = { name: kept.name, type: 'application/pdf', hash: kept.hash };
  return { about: aboutCustomer(customerId), customerId, draft, content: contentOf(of, draft, [paper]), paper };
};

/**
 * Sends a statement by mail, with its PDF. BIL-18
 * @throws FieldErrors at wrong addresses; UserError where its PDF cannot be made: then nothing is sent
 */
export const mailStatement = async (deps: Deps, by: By, press: Press, input: MailStatement): Promise<string> => {
  const { customerId, days, draft } = input;
  await keep(deps, press, customerId, days);
  return deps.transact(by, async (work) => {
    const letter = await letterOf(work, input);
    await refuseSecondLetter(work, aboutCustomer(customerId), input.letters, () => 'sent a statement by mail');
    const letterId = await writeLetterAbout(work, letter);
    const { template } = draft;
    work.audit({
      action: 'statement.mailed',
      subject: aboutCustomer(customerId),
      customerId,
      after: {
        from: days.first,
        until: days.last,
        paper: letter.paper?.hash,
        ...(template ? { template: template.kind, version: template.version } : {}),
      },
    });
    return letterId;
  });
};

/** The very letter, to oneself. BIL-3 */
export const testStatement = async (
  deps: Deps,
  by: By,
  press: Press,
  input: MailStatement & { readonly address: string },
): Promise<void> => {
  await keep(deps, press, input.customerId, input.days);
  await deps.transact(by, async (work) => writeTestOf(work, await letterOf(work, input), input.address));
};

const submit = async (press: Press, request: SubmissionRequest): Promise<Answer> => {
  const { deps, by, data, values } = request;
  const reading = readingOf(deps);
  const { customerId, days } = readAskedText(data, reading.today);
  const [letters, template] = data.split(' ').slice(3);
  const address = readTest(values);
  const input = { customerId, days, letters: Number(letters), draft: readDraft(values, readTemplate(template)) };
  await inTime(keep(deps, press, customerId, days));
  if (address !== undefined) {
    await testStatement(deps, by, press, { ...input, address });
    const note = `A test copy is on its way to ${escapeMrkdwn(address)}. It says that it is for the customer, who did not get it.`;
    return {
      replace: mailForm(await stated(reading, customerId, days), { draft: input.draft, data, tested: address, note }),
    };
  }
  await mailStatement(deps, by, press, input);
  return said(
    `The statement is on its way to ${plural(input.draft.to.length, 'address', 'addresses')}, with its PDF. The customer’s window says how the letter fares.`,
  );
};

/** Send by mail, on a statement. BIL-18 */
export const mailStatementButton = (press: Press): Interaction => ({
  id: 'statement.mail',
  press: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, value } = request;
    const reading = readingOf(deps);
    const { customerId, days } = readAskedText(value, reading.today);
    const of = await stated(reading, customerId, days);
    const [draft, letters] = await Promise.all([
      proposed(reading, of),
      countLettersAbout(reading.tx, aboutCustomer(customerId)),
    ]);
    // Printed while somebody reads the form.
    keep(deps, press, customerId, days).catch((error: unknown) =>
      deps.log.warn({ err: error, customer: customerId }, 'a statement that may be sent could not be printed'),
    );
    return {
      modal: mailForm(of, { draft, data: `${askedText(customerId, days)} ${letters} ${writeTemplate(draft)}` }),
    };
  },
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    return atDraftFields(request.values, () => submit(press, request));
  },
});
