import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors, UserError } from '../../../../core/errors.ts';
import { clip, escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { choicesInput, modal, section } from '../../../../platform/block-kit/blocks.ts';
import { lineSections } from '../../../../platform/block-kit/lines.ts';
import { said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import {
  browsePageSize,
  type CollectionCase,
  caseRoles,
  casesByIds,
  caseTitle,
  waitingCases,
} from '../../cases/index.ts';
import { cardLetterOf } from '../card-letter.ts';
import { isToBeMailed, mailCase, mailing } from '../mail-case.ts';

/** A case that is written about: with how often they had been contacted when that was shown. */
type Chosen = readonly { readonly caseId: string; readonly contacts: number }[];

/** COL-3, WRK-4: each by itself; what is refused is named, the rest is done. @returns how many went, and what did not */
export const mailMany = async (
  deps: Deps,
  by: By,
  chosen: Chosen,
  cardUpdateUrl: string | undefined,
): Promise<{ readonly sent: number; readonly refused: readonly string[] }> => {
  let sent = 0;
  const refused: string[] = [];
  for (const each of chosen) {
    const own = by.requestId ? { ...by, requestId: `${by.requestId}:${each.caseId}` } : by;
    try {
      await mailCase(deps, own, each, cardUpdateUrl);
      sent += 1;
    } catch (error) {
      if (!(error instanceof UserError || error instanceof Conflict || error instanceof FieldErrors)) throw error;
      const [of] = await casesByIds(deps.db.prisma, [each.caseId]);
      refused.push(`${of ? caseTitle(of) : 'A case'}: ${error.message}`);
    }
  }
  return { sent, refused };
};

const written = (cases: readonly CollectionCase[]): string =>
  cases.map(({ id, contacts }) => `${id}:${contacts}`).join(' ');

const readChosen = (data: string): Chosen =>
  data.split(' ').map((each) => {
    const [caseId = '', contacts = ''] = each.split(':');
    return { caseId, contacts: Number(contacts) };
  });

const chooseForm = (cases: readonly CollectionCase[]): ModalView =>
  modal({
    callback: 'case.mail_many',
    title: 'Mail customers',
    submit: 'Go on',
    blocks: [
      section(
        'Each gets the letter about a card that could not be charged, in their language. You see to whom before anything leaves.',
      ),
      choicesInput({
        name: 'cases',
        label: 'About which failed charges?',
        choices: cases.map((of) => ({ text: clip(caseTitle(of), 75), value: of.id })),
        initial: cases.map(({ id }) => id),
      }),
    ],
  });

const previewForm = async (
  deps: Deps,
  cases: readonly CollectionCase[],
  cardUpdateUrl: string | undefined,
): Promise<ModalView> => {
  const lines = await Promise.all(
    cases.map(async (of) => {
      const to = await cardLetterOf(deps.db.prisma, of, cardUpdateUrl).then(
        ({ draft }) => draft.to.join(', ') || 'no address: it will not go',
        (error: unknown) => (error instanceof UserError ? error.message : Promise.reject(error)),
      );
      return `• ${escapeMrkdwn(clip(caseTitle(of), 100))} → ${escapeMrkdwn(clip(to, 150))}`;
    }),
  );
  return modal({
    callback: 'case.mail_many_send',
    title: 'Mail customers',
    submit: 'Send',
    data: written(cases),
    blocks: [section(`*${plural(cases.length, 'letter')}*, each noted as contacted:`), ...lineSections(lines, 20)],
  });
};

/** In the list of failed charges: the same letter for many at once. COL-3 */
export const mailManyButtons = (cardUpdateUrl: string | undefined): readonly Interaction[] => [
  {
    id: 'case.mail_many',
    press: async (request) => {
      await requireEarly(request, caseRoles, mailing);
      const [scope = 'all', number = '0'] = request.value.split(':');
      const page = /^\d{1,6}$/.test(number) ? Number(number) : 0;
      const filter = scope === 'all' ? {} : { importId: scope };
      const { prisma } = request.deps.db;
      const { cases } = await waitingCases(prisma, filter, page * browsePageSize, browsePageSize);
      const mailed = cases.filter(isToBeMailed);
      if (mailed.length === 0)
        throw new UserError('Nobody on this page can be written to: link their customers first.');
      return { modal: chooseForm(mailed) };
    },
    submit: async (request) => {
      await requireEarly(request, caseRoles, mailing);
      const { deps, values } = request;
      const ids = values.options('cases');
      if (ids.length === 0) throw new FieldErrors({ cases: 'Choose at least one.' });
      return { replace: await previewForm(deps, await casesByIds(deps.db.prisma, ids), cardUpdateUrl) };
    },
  },
  {
    id: 'case.mail_many_send',
    submit: async (request) => {
      await requireEarly(request, caseRoles, mailing);
      const { deps, by, data } = request;
      const { sent, refused } = await mailMany(deps, by, readChosen(data), cardUpdateUrl);
      const aside = refused.map((each) => `• ${escapeMrkdwn(clip(each, 250))}`).join('\n');
      const left = refused.length > 0 ? ` Left aside:\n${clip(aside, 2500)}` : '';
      return said(`${plural(sent, 'letter')} on the way, each noted as contacted.${left}`);
    },
  },
];
