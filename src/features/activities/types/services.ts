import { amountText, isCurrency, parseAmount } from '../../../core/money/money.ts';
import type { Service } from '../activity.ts';
import { parseTypeLine, sameWord } from './type-line.ts';

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

/** How a service belongs to a type: added by itself, added and kept, or only permitted. ACT-3 */
export type Manner = 'automatic' | 'mandatory' | 'allowed';

export interface TypeService {
  readonly manner: Manner;
  readonly service: Service;
}

const mannerOf = (word: string): Manner | undefined =>
  (['automatic', 'mandatory', 'allowed'] as const).find((each) => sameWord(each, word));

/** `Installation: mandatory: On-site installation; USD 150.00`; undefined when it is written otherwise. */
export const parseTypeService = (text: string): (TypeService & { readonly type: string }) | undefined => {
  const line = parseTypeLine(text);
  if (!line) return undefined;
  const named = parseTypeLine(line.rest);
  const manner = named && mannerOf(named.type);
  const parsed = parseServices(manner ? named.rest : line.rest, undefined);
  const service = parsed.ok ? parsed.services[0] : undefined;
  return service && { type: line.type, manner: manner ?? 'automatic', service };
};

export const servicesOfType = (lines: readonly string[], type: string): readonly TypeService[] =>
  lines.flatMap((text) => {
    const entry = parseTypeService(text);
    return entry && sameWord(entry.type, type) ? [entry] : [];
  });

const isSame = (a: Service, b: Service): boolean => sameWord(a.description, b.description);

/**
 * ACT-1, ACT-3: the services of an activity with those that its type adds by itself; one that is named already isn't added, and has the
 * type's price where it was named without one.
 */
export const withTypeServices = (
  type: string,
  services: readonly Service[],
  lines: readonly string[],
): readonly Service[] => {
  const known = servicesOfType(lines, type);
  const priced = services.map((each) => {
    const listed = known.find(({ service }) => isSame(service, each))?.service;
    return each.amount === undefined && listed?.amount ? { ...each, amount: listed.amount } : each;
  });
  const added = known.flatMap(({ manner, service }) =>
    manner === 'allowed' || services.some((each) => isSame(each, service)) ? [] : [service],
  );
  return [...priced, ...added];
};

/**
 * ACT-3: why these are not the services of an activity of this type: a mandatory one is missing, or the type says which are allowed and
 * one is not among them. Nothing where they are.
 */
export const servicesProblem = (
  type: string,
  services: readonly Service[],
  lines: readonly string[],
): string | undefined => {
  const known = servicesOfType(lines, type);
  const missing = known.find(
    ({ manner, service }) => manner === 'mandatory' && !services.some((each) => isSame(each, service)),
  );
  if (missing) return `${type} needs “${missing.service.description}”: leave it among the services.`;
  const other = services.find((each) => !known.some(({ service }) => isSame(service, each)));
  if (!other || !known.some(({ manner }) => manner !== 'automatic')) return undefined;
  return `“${other.description}” is no service of ${type}. Choose from: ${known.map(({ service }) => service.description).join(', ')}.`;
};

/** As `parseServices` reads them. */
export const servicesAsTyped = (services: readonly Service[]): string =>
  services
    .map(({ description, amount }) =>
      amount ? `${description}; ${amount.currency} ${amountText(amount)}` : description,
    )
    .join('\n');
