import type { PointOfNoReturn } from '../../playbooks/index.ts';
import { chargesPart, invoicesOf } from './charges/charges-part.ts';
import { subscriptionOf, subscriptionPart } from './recurring/subscription-part.ts';

/** Something went to the customer, or was allowed by them: the decision before it stands and is corrected with a reason instead. ALL-5 */
export const noReturn: PointOfNoReturn = {
  reads: [chargesPart, subscriptionPart],
  passed: (project, since) => {
    const invoices = invoicesOf(project);
    const sent = invoices.find((each) => each.sent !== undefined && each.sent.at > since);
    if (sent) return `the invoice for ${sent.label} was sent`;
    const permitted = invoices.find((each) => each.permission !== undefined && each.permission.at > since);
    if (permitted) return `the customer permitted the charge for ${permitted.label}`;
    const armedAt = subscriptionOf(project)?.template.armedAt;
    return armedAt !== undefined && armedAt > since ? 'recurring billing was armed' : undefined;
  },
};
