/** What a payment box says, the same on every surface. */
import type { PaperLanguage, PaymentBox } from '../paper.ts';
import { moneyIn, words } from '../words.ts';
import { qrSvg } from './qr.ts';
import { transferText } from './transfer.ts';

/** In groups of four: `IT60 X054 2811 …`. */
const ibanText = (iban: string): string => iban.replaceAll(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ');

/** Only an address of the web, so that nothing else is ever opened by pressing it. */
export const payLink = ({ link }: PaymentBox): string | undefined => (link?.startsWith('https://') ? link : undefined);

export const paymentRows = (
  box: PaymentBox,
  language: PaperLanguage,
): readonly { readonly label: string; readonly value: string; readonly isMain?: boolean }[] => {
  const of = words[language];
  return [
    { label: of.amount, value: moneyIn(language, box.amount), isMain: true },
    ...(box.due ? [{ label: of.due, value: box.due }] : []),
    ...(box.iban
      ? [
          { label: of.payee, value: box.payee },
          { label: of.iban, value: ibanText(box.iban) },
        ]
      : []),
    { label: of.reference, value: box.reference },
  ];
};

/** A code to scan: for the bank's app where it can be paid so, else the link. */
export const paymentCode = (
  box: PaymentBox,
  language: PaperLanguage,
): { readonly svg: string; readonly caption: string } | undefined => {
  const transfer = box.iban ? transferText({ ...box, iban: box.iban }) : undefined;
  if (transfer) return { svg: qrSvg(transfer), caption: words[language].scanTransfer };
  const link = payLink(box);
  return link ? { svg: qrSvg(link), caption: words[language].scanLink } : undefined;
};
