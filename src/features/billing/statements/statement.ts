/** A customer's account between two days: what was brought forward, what moved it, what is left. BIL-18 */
import { add, type Money, money, negate, subtract, sum } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { DocumentKind, LedgerEntry } from '../journal/index.ts';
import type { OpenInvoice } from '../reports/index.ts';

/** Both days count. */
export interface Days {
  readonly first: Day;
  readonly last: Day;
}

export interface StatementRow {
  readonly entry: LedgerEntry;
  /** What it adds to what the customer owes, and takes from it. */
  readonly charged: Money;
  readonly settled: Money;
  /** After it: above zero is owed, below zero is the customer's. */
  readonly balance: Money;
}

export interface OpenItem {
  readonly number: string;
  readonly label: string;
  readonly dueOn: Day;
  readonly open: Money;
  readonly isOverdue: boolean;
}

/** In one currency. ALL-7 */
export interface Account {
  readonly currency: string;
  readonly broughtForward: Money;
  readonly rows: readonly StatementRow[];
  /** As of the last day. */
  readonly balance: Money;
  /** As of the last day, what has been due longest first. */
  readonly openItems: readonly OpenItem[];
  readonly open: Money;
  readonly overdue: Money;
  /** What of the balance no open invoice says: below zero was paid ahead, or is left over; above zero was refunded, and came back after that. */
  readonly rest: Money;
}

const charges: ReadonlySet<DocumentKind> = new Set([
  'invoice',
  'credit note cancelled',
  'payment came back',
  'refund',
  're-opened',
]);

type Movement = Pick<StatementRow, 'charged' | 'settled'>;

/** What no invoice charges is owed and paid at once. */
const movementOf = ({ kind, amount, unbilled }: LedgerEntry): Movement =>
  charges.has(kind) ? { charged: amount, settled: unbilled } : { charged: unbilled, settled: amount };

const changeOf = (entry: LedgerEntry): Money => {
  const { charged, settled } = movementOf(entry);
  return subtract(charged, settled);
};

const withBalances = (entries: readonly LedgerEntry[], broughtForward: Money): readonly StatementRow[] => {
  let balance = broughtForward;
  return entries.map((entry) => {
    balance = add(balance, changeOf(entry));
    return { entry, ...movementOf(entry), balance };
  });
};

const itemOf = ({ number, label, currency, dueOn, open }: OpenInvoice, asOf: Day): OpenItem => ({
  number,
  label,
  dueOn,
  open: money(open, currency),
  isOverdue: dueOn < asOf,
});

const accountIn = (
  currency: string,
  { entries, open }: { readonly entries: readonly LedgerEntry[]; readonly open: readonly OpenInvoice[] },
  { first, last }: Days,
): Account => {
  const broughtForward = sum(entries.filter(({ on }) => on < first).map(changeOf), currency);
  const rows = withBalances(
    entries.filter(({ on }) => on >= first),
    broughtForward,
  );
  const openItems = open
    .map((each) => itemOf(each, last))
    .sort((a, b) => (`${a.dueOn} ${a.number}` < `${b.dueOn} ${b.number}` ? -1 : 1));
  const total = (items: readonly OpenItem[]): Money =>
    sum(
      items.map((item) => item.open),
      currency,
    );
  const balance = rows.at(-1)?.balance ?? broughtForward;
  return {
    ...{ currency, broughtForward, rows, balance, openItems, open: total(openItems) },
    overdue: total(openItems.filter(({ isOverdue }) => isOverdue)),
    rest: add(balance, negate(total(openItems))),
  };
};

const isSilent = ({ broughtForward, rows, openItems }: Account): boolean =>
  broughtForward.amount === 0n && rows.length === 0 && openItems.length === 0;

/**
 * BIL-18: each currency by itself, in the order of their codes; those in which nothing was, is or moved are left out.
 *
 * Example: brought forward 100.00, an invoice of 50.00 and a payment of 120.00 leave 30.00.
 * @param entries up to the last day, in the order of their days
 * @param open what was open at the last day's end
 */
export const accountsOf = (
  entries: readonly LedgerEntry[],
  open: readonly OpenInvoice[],
  days: Days,
): readonly Account[] => {
  const currencies = [...entries.map(({ amount }) => amount.currency), ...open.map(({ currency }) => currency)];
  return [...new Set(currencies)]
    .sort()
    .map((currency) =>
      accountIn(
        currency,
        {
          entries: entries.filter(({ amount }) => amount.currency === currency),
          open: open.filter((each) => each.currency === currency),
        },
        days,
      ),
    )
    .filter((account) => !isSilent(account));
};
