import { escapeMrkdwn } from '../../../core/text/text.ts';
import { button, context, section } from '../../../platform/block-kit/blocks.ts';
import { type SetupPart, setupSubject } from '../../billing/setup/index.ts';
import { termsPolicy } from './policy.ts';
import { allTerms } from './store.ts';
import { parseTerms, ruleText } from './terms.ts';
import { termsKeepers, termsText } from './terms-form.ts';

const most = 12;

/** The terms that customers and groups may have, and which hold where they have none. CUS-2, BIL-16 */
export const termsPart: SetupPart = {
  order: 40,
  title: 'Payment terms',
  read: async ({ deps }) => {
    const [terms, { standard }] = await Promise.all([allTerms(deps.db.prisma), deps.policy(termsPolicy)]);
    const rule = parseTerms(standard);
    const blocks = terms.slice(0, most).map((each) => {
      const retired = each.retired ? ' – no longer offered' : '';
      const change = button({ text: 'Change', action: 'terms.edit', value: each.id });
      return section(`${escapeMrkdwn(termsText(each))}${retired}`, change);
    });
    const others = rule
      ? `${ruleText(rule)}.`
      : 'due at once, unless an admin names others in Settings, under “Payment terms”.';
    return {
      missing: [],
      blocks: [...blocks, context(`Customers and billing groups without terms: ${others}`)],
      buttons: [{ text: 'Add payment terms', action: 'terms.add', value: setupSubject.id, roles: termsKeepers }],
    };
  },
};
