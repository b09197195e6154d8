import { openButton } from '../../../platform/slice/door.ts';
import { type Finder, numberOf } from '../../find/index.ts';
import { quoteDoor, quotesByIds, quoteTitle } from '../quotes/index.ts';

/** `Q-12`, or the number of its document. WRK-2 */
export const quoteFinder: Finder = {
  among: 'quotes',
  find: async (tx, asked, take) => {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM quotes WHERE ref = ${numberOf(asked, 'Q') ?? null}::int
      UNION (SELECT id FROM quotes WHERE number = ${asked.text.toUpperCase()} LIMIT ${take})`;
    const quotes = await quotesByIds(
      tx,
      rows.map(({ id }) => id),
    );
    return quotes.map((quote) => ({
      subject: { type: 'quote', id: quote.id },
      title: `Quote ${quoteTitle(quote)}`,
      about: quote.state,
      open: openButton(quoteDoor, quote.id),
    }));
  },
};
