/** Plans and charges as a quote's lines name them. */
import { UserError } from '../../../../core/errors.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { chargeByCode, chargeById, planByCode, planById, pricesOf } from '../../catalog/index.ts';
import type { QuoteLine } from './line.ts';
import type { Article } from './typed-lines.ts';

const planArticle = async (tx: Tx, code: string, currency: string, today: Day): Promise<Article | undefined> => {
  const plan = await planByCode(tx, code);
  if (!plan) return undefined;
  const prices = (await pricesOf(tx, [plan.id])).get(plan.id) ?? [];
  const listed = prices.filter(({ price, validFrom }) => price.currency === currency && validFrom <= today).at(-1);
  const { id, name, account, taxCategory, perMonths: per, archivedAt } = plan;
  const isArchived = archivedAt !== undefined;
  return { kind: 'plan', id, code: plan.code, name, account, taxCategory, price: listed?.price, per, isArchived };
};

const chargeArticle = async (tx: Tx, code: string, currency: string): Promise<Article | undefined> => {
  const charge = await chargeByCode(tx, code);
  if (!charge) return undefined;
  const { id, name, account, taxCategory, isRecurring, amounts, archivedAt } = charge;
  const price = amounts.find((each) => each.currency === currency);
  const isArchived = archivedAt !== undefined;
  return {
    kind: 'charge',
    id,
    code: charge.code,
    name,
    account,
    taxCategory,
    price,
    per: isRecurring ? 1 : 'once',
    isArchived,
  };
};

/** Those of the catalog that have these codes, by code; where a plan and a charge have the same, the plan. */
export const articlesNamed = async (
  tx: Tx,
  codes: readonly string[],
  { currency, today }: { readonly currency: string; readonly today: Day },
): Promise<ReadonlyMap<string, Article>> => {
  const found = await Promise.all(
    codes.map(
      async (code) => (await planArticle(tx, code, currency, today)) ?? (await chargeArticle(tx, code, currency)),
    ),
  );
  return new Map(found.flatMap((each) => (each ? [[each.code, each]] : [])));
};

/**
 * Nothing of a quote goes out or comes of it once an article of it has left the catalog.
 * @throws UserError naming the codes, and what to do
 */
export const requireInCatalog = async (tx: Tx, quoteName: string, lines: readonly QuoteLine[]): Promise<void> => {
  const gone: string[] = [];
  for (const { article } of lines) {
    if (!article) continue;
    const found = await (article.kind === 'plan' ? planById : chargeById)(tx, article.id);
    if (!found || found.archivedAt) gone.push(article.code);
  }
  if (gone.length === 0) return;
  const codes = [...new Set(gone)].join(', ');
  throw new UserError(
    `${codes} left the catalog since quote ${quoteName} was made: nothing was done. Offer ${codes} again in its window, or withdraw the quote and make another.`,
  );
};
