import type { Route } from '../../../platform/slice/slice.ts';
import { paperBytes } from '../../billing/papers/index.ts';
import type { Press } from '../../papers/index.ts';
import { pageAnswer, unknownPage } from '../answering/answers.ts';
import { reading } from '../answering/limits.ts';
import { type PageKind, pageRoutes, withThing } from '../answering/page-kind.ts';
import { answerBill } from './answer-bill.ts';
import { billForms, billLinks } from './bill-forms.ts';
import { billPaper } from './bill-paper.ts';
import { type Bill, readBill } from './read-bill.ts';
import { texts } from './texts.ts';

export interface BillPages {
  readonly press: Press;
  /** Where the gateway takes a new card (CARD_UPDATE_URL). */
  readonly cardUpdateUrl: string | undefined;
}

export const billRoutes = ({ press, cardUpdateUrl }: BillPages): readonly Route[] => {
  const kind: PageKind<Bill> = {
    type: 'invoice',
    at: '/bills',
    read: readBill,
    take: answerBill,
    changed: ({ language }) => texts[language].changed,
    fields: ['text', 'day'],
    draw: ({ timeZone }, token, bill, { status = 200, refused, notices = [] } = {}) =>
      pageAnswer(status, billPaper(bill, timeZone), {
        notices,
        links: billLinks(bill, token, cardUpdateUrl),
        forms: billForms(bill, refused),
      }),
  };
  return [
    ...pageRoutes(kind),
    {
      method: 'GET',
      path: '/bills/:token/pdf',
      ...reading,
      answer: withThing(kind, async (deps, _request, { thing: { invoice } }) => {
        if (!invoice.issued) return unknownPage;
        const { name, bytes } = await paperBytes(deps, press, { type: 'invoice', id: invoice.id });
        const headers = {
          'content-type': 'application/pdf',
          'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '-')}"`,
        };
        return { status: 200, headers, body: bytes };
      }),
    },
  ];
};
