import type { Tx } from '../../../platform/db/open.ts';
import { openButton } from '../../../platform/slice/door.ts';
import { type Asked, type Finder, isAmount, minorsOf, numberOf } from '../../find/index.ts';
import { usualGateway } from '../../gateways.ts';
import { casesByIds } from '../cases/store.ts';
import { caseDoor } from '../cases/table/case.ts';
import { caseTitle, stateNames } from '../cases/titles.ts';

/** `C-9`, the gateway’s subscription, or a transaction of it. */
const byNumber = (tx: Tx, asked: Asked, take: number) => tx.$queryRaw<{ id: string }[]>`
  SELECT id FROM cases WHERE ref = ${numberOf(asked, 'C') ?? null}::int
  UNION (SELECT id FROM cases WHERE gateway = ${usualGateway} AND gateway_subscription = ${asked.text} LIMIT ${take})
  UNION (SELECT c.id FROM payment_attempts a JOIN cases c
    ON c.gateway = a.gateway AND c.gateway_subscription = a.gateway_subscription AND c.period = a.period
    WHERE a.gateway = ${usualGateway} AND a.transaction_id = ${asked.text} LIMIT ${take})`;

/** Those that wait, by their card and amount. */
const waiting = (tx: Tx, asked: Asked, take: number) => tx.$queryRaw<{ id: string }[]>`
  (SELECT id FROM cases WHERE state IN ('retrying', 'failed', 'advised') AND card_last4 = ${asked.last4 ?? null} LIMIT ${take})
  UNION (SELECT id FROM cases
    WHERE state IN ('retrying', 'failed', 'advised') AND amount = ANY(${minorsOf(asked)}::bigint[]) LIMIT ${take})`;

/** WRK-2 */
export const caseFinder: Finder = {
  among: 'failed charges',
  find: async (tx, asked, take) => {
    const [numbered, others] = await Promise.all([
      byNumber(tx, asked, take),
      asked.last4 || asked.amount ? waiting(tx, asked, take) : [],
    ]);
    const isNumbered = new Set(numbered.map(({ id }) => id));
    const found = await casesByIds(tx, [...new Set([...numbered, ...others].map(({ id }) => id))]);
    return found
      .filter(
        ({ id, amount, cardLast4 }) =>
          isNumbered.has(id) ||
          (asked.last4 !== undefined && cardLast4 === asked.last4) ||
          isAmount(asked, amount.amount, amount.currency),
      )
      .map((each) => ({
        subject: { type: 'case', id: each.id },
        title: caseTitle(each),
        about: stateNames[each.state],
        open: openButton(caseDoor, each.id),
      }));
  },
};
