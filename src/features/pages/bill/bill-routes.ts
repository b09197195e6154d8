import { Conflict, FieldErrors, UserError } from '../../../core/errors.ts';
import { containsCardNumber } from '../../../core/text/card-numbers.ts';
import type { HttpAnswer, HttpRequest } from '../../../platform/http/route.ts';
import { openLink } from '../../../platform/links/index.ts';
import type { Route } from '../../../platform/slice/slice.ts';
import { Repeated } from '../../../platform/work/transact.ts';
import { type Deps, visitor } from '../../../platform/work/work.ts';
import { paperBytes } from '../../billing/papers/index.ts';
import type { PageParts, Press } from '../../papers/index.ts';
import { endedPage, pageAnswer, seeAgain, unknownPage, unreadableForm } from '../answering/answers.ts';
import { reading, sending } from '../answering/limits.ts';
import { readSentForm, type SentForm } from '../answering/sent-form.ts';
import { answerBill } from './answer-bill.ts';
import { billForms, billLinks, type Refused } from './bill-forms.ts';
import { billPaper } from './bill-paper.ts';
import { type Bill, readBill } from './read-bill.ts';
import { texts } from './texts.ts';

export interface BillPages {
  readonly press: Press;
  /** Where the gateway takes a new card (CARD_UPDATE_URL). */
  readonly cardUpdateUrl: string | undefined;
}

/** Answers with the bill that the token leads to. */
const withBill =
  (answer: (deps: Deps, request: HttpRequest & { readonly token: string }, bill: Bill) => Promise<HttpAnswer>) =>
  async (deps: Deps, request: HttpRequest): Promise<HttpAnswer> => {
    const { token = '' } = request;
    const opened = await openLink(deps.db.prisma, 'invoice', token);
    if (opened === 'ended') return endedPage;
    const bill = opened && (await readBill(deps, opened.id));
    return bill ? answer(deps, { ...request, token }, bill) : unknownPage;
  };

const keptValues = (form: SentForm): Readonly<Record<string, string>> => {
  const kept = (name: string): string => (containsCardNumber(form.text(name)) ? '' : form.text(name));
  return { text: kept('text'), day: kept('day') };
};

export const billRoutes = ({ press, cardUpdateUrl }: BillPages): readonly Route[] => {
  const drawn = (
    { timeZone }: Deps,
    token: string,
    bill: Bill,
    { status = 200, refused, notices }: { status?: number; refused?: Refused } & Pick<PageParts, 'notices'> = {},
  ): HttpAnswer =>
    pageAnswer(status, billPaper(bill, timeZone), {
      ...(notices ? { notices } : {}),
      links: billLinks(bill, token, cardUpdateUrl),
      forms: billForms(bill, refused),
    });
  return [
    {
      method: 'GET',
      path: '/bills/:token',
      ...reading,
      answer: withBill(async (deps, { token }, bill) => drawn(deps, token, bill)),
    },
    {
      method: 'GET',
      path: '/bills/:token/pdf',
      ...reading,
      answer: withBill(async (deps, _request, { invoice }) => {
        if (!invoice.issued) return unknownPage;
        const { name, bytes } = await paperBytes(deps, press, { type: 'invoice', id: invoice.id });
        const headers = {
          'content-type': 'application/pdf',
          'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '-')}"`,
        };
        return { status: 200, headers, body: bytes };
      }),
    },
    {
      method: 'POST',
      path: '/bills/:token',
      ...sending,
      answer: withBill(async (deps, request, bill) => {
        const { token, address } = request;
        const form = await readSentForm(request);
        if (!form) return unreadableForm;
        const by = { ...visitor, requestId: `page:${bill.invoice.id}:${form.once}` };
        try {
          await answerBill(deps, bill, { by, address }, form);
        } catch (error) {
          if (error instanceof Repeated) return seeAgain(token);
          if (error instanceof FieldErrors) {
            const refused = { what: form.what, problems: error.fields, values: keptValues(form) };
            return drawn(deps, token, bill, { status: 422, refused });
          }
          if (!(error instanceof UserError || error instanceof Conflict)) throw error;
          const now = (await readBill(deps, bill.invoice.id)) ?? bill;
          const notices = [{ text: texts[bill.language].changed, tone: 'bad' as const }];
          return drawn(deps, token, now, { status: 409, notices });
        }
        return seeAgain(token);
      }),
    },
  ];
};
