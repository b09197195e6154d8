import type { Tx } from '../../../platform/db/open.ts';
import type { RecipientState } from '../letters/index.ts';

export interface LetterRecipient {
  readonly id: string;
  readonly address: string;
  readonly customerId: string;
}

/** @returns undefined where there is none */
export const letterRecipient = async (tx: Tx, id: string): Promise<LetterRecipient | undefined> => {
  const [row] = await tx.$queryRaw<LetterRecipient[]>`
    SELECT r.id, r.address, l.customer_id AS "customerId"
    FROM letter_recipients r JOIN letters l ON l.id = r.letter_id WHERE r.id = ${id}::uuid`;
  return row;
};

/** How the last letter with these words to each of these customers' addresses fared; addresses in small letters. */
export const lastFates = async (
  tx: Tx,
  customerIds: readonly string[],
  kinds: readonly string[],
): Promise<readonly { readonly customerId: string; readonly address: string; readonly state: RecipientState }[]> => {
  return tx.$queryRaw<{ customerId: string; address: string; state: RecipientState }[]>`
    SELECT DISTINCT ON (l.customer_id, lower(r.address)) l.customer_id AS "customerId", lower(r.address) AS address, r.state
    FROM letters l JOIN letter_recipients r ON r.letter_id = l.id
    WHERE l.customer_id = ANY(${[...customerIds]}::uuid[]) AND l.template = ANY(${[...kinds]}::text[])
    ORDER BY l.customer_id, lower(r.address), l.id DESC`;
};
