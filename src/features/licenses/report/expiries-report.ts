import { formatDay } from '../../../core/time/calendar.ts';
import { atOnce, type Report } from '../../reports/index.ts';
import { expiriesIn } from './expiries-store.ts';

/** CUS-8: which licenses expire in the next months unless they are renewed. */
export const expiriesReport: Report = {
  word: 'licenses',
  title: 'Licenses to renew',
  help: 'which licenses expire, and when',
  range: 'ahead',
  fields: [
    { key: 'on', name: 'Valid through', kind: 'day' },
    { key: 'customer', name: 'Customer', kind: 'text' },
    { key: 'product', name: 'Product', kind: 'text' },
    { key: 'policy', name: 'How it expires', kind: 'text' },
    { key: 'state', name: 'State', kind: 'text' },
  ],
  overview: async ({ tx }, range) => ({
    tables: [
      {
        caption: 'Licenses by their last day',
        columns: ['Customer', 'Product', 'Valid through', 'How it expires', 'State'],
        rows: (await expiriesIn(tx, range)).map(({ customer, product, on, policy, state }) => [
          customer,
          product,
          formatDay(on),
          policy,
          state,
        ]),
      },
    ],
    charts: [],
  }),
  rows: ({ tx }, range) => atOnce(expiriesIn(tx, range).then((all) => all.map((each) => ({ ...each })))),
};
