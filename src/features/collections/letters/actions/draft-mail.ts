import { UserError } from '../../../../core/errors.ts';
import { modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { readAddresses } from '../../../customers/index.ts';
import { caseRoles, caseTitle, existingCase, short } from '../../cases/index.ts';
import { cardLetterOf } from '../card-letter.ts';
import { isToBeMailed, mailCase, mailing } from '../mail-case.ts';

/** At a failed charge: a letter with the link where the card is given anew, to be edited and sent. COL-3 */
export const draftMailButton = (cardUpdateUrl: string | undefined): Interaction => ({
  id: 'case.mail',
  press: async (request) => {
    await requireEarly(request, caseRoles, mailing);
    const { prisma } = request.deps.db;
    const of = await existingCase(prisma, request.value);
    if (!isToBeMailed(of)) throw new UserError('Nobody needs to be written to about it: open it and see why.');
    const { draft } = await cardLetterOf(prisma, of, cardUpdateUrl);
    return {
      modal: modal({
        callback: 'case.mail',
        title: 'Draft mail',
        submit: 'Send',
        data: `${of.id} ${of.contacts}`,
        blocks: [
          section(`${short(caseTitle(of), 300)}: it leaves by mail, and counts as contacted.`),
          textInput({
            name: 'to',
            label: 'To',
            hint: 'One address a line',
            multiline: true,
            initial: draft.to.join('\n'),
          }),
          textInput({ name: 'subject', label: 'Subject', initial: draft.subject }),
          textInput({ name: 'text', label: 'What it says', multiline: true, max: 3000, initial: draft.text }),
        ],
      }),
    };
  },
  submit: async (request) => {
    await requireEarly(request, caseRoles, mailing);
    const { deps, by, data, values } = request;
    const [caseId = '', contacts = ''] = data.split(' ');
    const draft = {
      to: readAddresses(values.text('to')),
      subject: required(values.text('subject'), 'subject', 'Write what it is about.'),
      text: required(values.text('text'), 'text', 'Write what the letter says.'),
    };
    await mailCase(deps, by, { caseId, contacts: Number(contacts), draft }, cardUpdateUrl);
    return said('It is on its way, and noted as contacted. The customer’s window says how it fares.');
  },
});
