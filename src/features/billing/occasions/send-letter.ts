import type { ModalView } from '@slack/types';
import { clip, escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { modal, section } from '../../../platform/block-kit/blocks.ts';
import { said } from '../../../platform/slice/answers.ts';
import { requireEarly } from '../../../platform/slice/any-role.ts';
import type { Answer, Interaction, SubmissionRequest } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { lockDetails } from '../../customers/index.ts';
import { correspondenceWith, letterOf } from '../correspondence/index.ts';
import {
  atDraftFields,
  countLettersAbout,
  type Draft,
  draftInputs,
  readDraft,
  readTemplate,
  readTest,
  refuseSecondLetter,
  writeLetterAbout,
  writeTemplate,
  writeTestOf,
} from '../letters/index.ts';
import { inTime, type KeptPaper } from '../papers/index.ts';
import { around, draftOf, letterWith, type Occasion, type Proposed } from './occasion.ts';

export interface SendLetter {
  readonly id: string;
  /** How many letters the customer had when the form was opened; any number will do where none is said. */
  readonly letters?: number | undefined;
  readonly draft: Draft;
}

const printed = async (deps: Deps, { paper }: Occasion, id: string): Promise<KeptPaper | undefined> =>
  paper ? paper(deps, id) : undefined;

/** The letter leaves after the commit. @throws FieldErrors at wrong addresses; UserError where its PDF cannot be made */
export const sendLetter = async (deps: Deps, by: By, occasion: Occasion, input: SendLetter): Promise<string> => {
  const paper = await printed(deps, occasion, input.id);
  return deps.transact(by, async (work) => {
    work.require(occasion.roles, occasion.doing);
    const of = await around(work, occasion, input.id);
    const { customerId, subject } = of.about;
    await lockDetails(work, customerId);
    await refuseSecondLetter(
      work,
      correspondenceWith(customerId),
      input.letters,
      (last) => `wrote “${escapeMrkdwn(clip(last.subject, 150))}” to them`,
    );
    const letterId = await writeLetterAbout(work, letterOf(letterWith(of, input.draft, paper)));
    const { template, to, cc, bcc } = input.draft;
    work.audit({
      action: occasion.action,
      subject,
      customerId,
      after: {
        letter: letterId,
        recipients: new Set([...to, ...cc, ...bcc]).size,
        ...(paper ? { paper: paper.hash } : {}),
        ...(template ? { template: template.kind, version: template.version } : {}),
      },
    });
    return letterId;
  });
};

const tryLetter = async (
  deps: Deps,
  by: By,
  occasion: Occasion,
  { id, draft, address }: SendLetter & { readonly address: string },
): Promise<Proposed> => {
  const paper = await printed(deps, occasion, id);
  return deps.transact(by, async (work) => {
    work.require(occasion.roles, occasion.doing);
    const of = await around(work, occasion, id);
    writeTestOf(work, letterOf(letterWith(of, draft, paper)), address);
    return of;
  });
};

interface Shown {
  readonly draft: Draft;
  readonly data: string;
  readonly tested?: string | undefined;
  readonly note?: string | undefined;
}

const form = ({ id }: Occasion, { about, addressees }: Proposed, { data, ...shown }: Shown): ModalView =>
  modal({
    callback: id,
    title: 'Send by mail',
    submit: 'Send',
    data,
    blocks: [section(`*${escapeMrkdwn(clip(about.line, 300))}*`), ...draftInputs({ ...shown, addressees })],
  });

const submit = async (occasion: Occasion, { deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const [id = '', letters, template] = data.split(' ');
  const draft = readDraft(values, readTemplate(template));
  const address = readTest(values);
  const { paper } = occasion;
  if (paper) await inTime(paper(deps, id));
  if (address !== undefined) {
    const of = await tryLetter(deps, by, occasion, { id, draft, address });
    const note = `A test copy is on its way to ${escapeMrkdwn(address)}. The customer did not get it.`;
    return { replace: form(occasion, of, { draft, data, tested: address, note }) };
  }
  await sendLetter(deps, by, occasion, { id, letters: Number(letters), draft });
  return said(
    `The letter is on its way to ${plural(draft.to.length, 'address', 'addresses')}${paper ? ', with its PDF' : ''}. The customer’s window says how it fares.`,
  );
};

/** The button that opens an occasion's letter, filled in, and sends it, first to oneself. BIL-5 */
export const sendLetterButton = (occasion: Occasion): Interaction => ({
  id: occasion.id,
  press: async (request) => {
    await requireEarly(request, occasion.roles, occasion.doing);
    const { deps, value: id } = request;
    const { prisma } = deps.db;
    const of = await around({ tx: prisma, contributions: deps.contributions }, occasion, id);
    const [draft, letters] = await Promise.all([
      draftOf(prisma, occasion, of),
      countLettersAbout(prisma, correspondenceWith(of.about.customerId)),
    ]);
    // Printed while somebody reads the form.
    printed(deps, occasion, id).catch((error: unknown) =>
      deps.log.warn({ err: error, occasion: occasion.id }, 'a paper that may be sent could not be printed'),
    );
    return { modal: form(occasion, of, { draft, data: `${id} ${letters} ${writeTemplate(draft)}` }) };
  },
  submit: async (request) => {
    await requireEarly(request, occasion.roles, occasion.doing);
    return atDraftFields(request.values, () => submit(occasion, request));
  },
});
