import type { KnownBlock } from '@slack/types';
import { clip, escapeMrkdwn, inWords } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { fields } from '../../../platform/block-kit/blocks.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import type { CustomerDetails } from './details.ts';

const short = (text: string, max = 200): string => escapeMrkdwn(clip(text, max));

/** `Visa ending in 4242, expires 03/2028`. */
export const cardText = ({ cardBrand, cardLast4, cardExpMonth, cardExpYear }: CustomerDetails): string | undefined =>
  cardLast4 === null
    ? undefined
    : `${cardBrand ?? 'Card'} ending in ${cardLast4}, expires ${String(cardExpMonth).padStart(2, '0')}/${cardExpYear}`;

const methodText = (details: CustomerDetails): string => {
  if (details.paymentMethod !== 'credit_card') return inWords(details.paymentMethod);
  return `credit card: ${cardText(details) ?? 'none on file'}`;
};

const taxText = ({ taxTreatment, taxReason, taxNumber, taxJurisdiction }: CustomerDetails): string | undefined => {
  const treatment = taxTreatment === 'taxable' ? undefined : `${inWords(taxTreatment)}: ${taxReason ?? 'no reason'}`;
  return [taxNumber, taxJurisdiction, treatment].filter(Boolean).join(' · ') || undefined;
};

/** Of terms and contract type, which the customer names by id. */
export interface DetailNames {
  readonly terms?: string | undefined;
  readonly contractType?: string | undefined;
}

const factsOf = (details: CustomerDetails, names: DetailNames): readonly (readonly [string, string | undefined])[] => {
  const { startOn, endOn, purchaseOrder, purchaseOrderRequired } = details;
  const order = purchaseOrder ?? (purchaseOrderRequired ? 'missing' : undefined);
  return [
    ['Additional addresses', details.extraEmails.join(', ') || undefined],
    ['Contract type', names.contractType],
    ['Payment method', methodText(details)],
    ['Payment terms', names.terms],
    ['Purchase order', order && `${order}${purchaseOrderRequired ? ' (required)' : ''}`],
    ['Vendor number', details.vendorNumber ?? undefined],
    ['Tax', taxText(details)],
    ['Bills', details.presentation === 'mail' ? undefined : inWords(details.presentation)],
    ['Start', startOn ? formatDay(startOn) : undefined],
    ['End', endOn ? formatDay(endOn) : undefined],
    ['Note in invoices', details.invoiceNote ?? undefined],
    ...Object.entries(details.information),
  ];
};

const mostFields = 10;

/** What is known beside the contact, as far as anything is: two columns, ten facts a block. CUS-1 */
export const detailBlocks = (details: CustomerDetails, names: DetailNames): readonly KnownBlock[] => {
  const written = factsOf(details, names).flatMap(([label, text]) =>
    text === undefined ? [] : [[short(label, 60), short(text)] as const],
  );
  const facts = [
    ...written,
    ...(details.salespeople.length > 0
      ? [['Salespeople', details.salespeople.slice(0, 10).map(person).join(', ')] as const]
      : []),
  ];
  return Array.from({ length: Math.ceil(facts.length / mostFields) }, (_, row) =>
    fields(facts.slice(row * mostFields, (row + 1) * mostFields)),
  );
};
