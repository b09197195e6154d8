import { isCurrency, parseAmount } from '../../core/money/money.ts';
import type { Service } from './activity.ts';

export type ParsedServices =
  | { readonly ok: true; readonly services: readonly Service[] }
  | { readonly ok: false; readonly error: string };

/**
 * One-time services as people write them, one a line: `On-site installation; 150.00`. The amount may be left out, and may
 * name its currency (`; EUR 150.00`) where that isn't the customer's. ACT-1
 *
 * @param currency the customer's, if a customer is known
 */
export const parseServices = (text: string, currency: string | undefined): ParsedServices => {
  const services: Service[] = [];
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const [description = '', price = ''] = splitOnce(line, ';');
    if (description === '')
      return { ok: false, error: 'Each line begins with the service: On-site installation; 150.00' };
    if (price === '') {
      services.push({ description });
      continue;
    }
    const [, code, figures = ''] = /^([A-Za-z]{3}(?![A-Za-z]))?\s*(.*)$/.exec(price) ?? [];
    const named = code?.toUpperCase() ?? currency;
    if (!named) return { ok: false, error: `Write the currency of “${description}” as well, such as USD 150.00.` };
    if (!isCurrency(named))
      return { ok: false, error: `${named} is not a currency. Write three letters, such as USD.` };
    const amount = parseAmount(figures, named);
    if (!amount.ok) return { ok: false, error: `${description}: ${amount.error}` };
    services.push({ description, amount: amount.value });
  }
  return { ok: true, services };
};

const splitOnce = (text: string, mark: string): readonly string[] => {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
};

/** `Installation: On-site installation; USD 150.00` as type and service; undefined when it is written otherwise. */
export const parseTypeService = (text: string): { readonly type: string; readonly service: Service } | undefined => {
  const [type = '', rest = ''] = splitOnce(text, ':');
  if (type === '' || rest === '') return undefined;
  const parsed = parseServices(rest, undefined);
  const service = parsed.ok ? parsed.services[0] : undefined;
  return service ? { type, service } : undefined;
};

/** ACT-1: the services of an activity with those that its type adds by itself; one that is named already isn't added. */
export const withTypeServices = (
  type: string,
  services: readonly Service[],
  typeServices: readonly string[],
): readonly Service[] => {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const added = typeServices.flatMap((text) => {
    const entry = parseTypeService(text);
    return entry && same(entry.type, type) ? [entry.service] : [];
  });
  return [...services, ...added.filter((each) => !services.some((known) => same(known.description, each.description)))];
};
