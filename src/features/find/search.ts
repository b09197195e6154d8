import type { Deps } from '../../platform/work/work.ts';
import { readAsked } from './asked.ts';
import { finders, type Hit } from './finder.ts';

/** So many are shown; who sees more of them writes more. */
export const shown = 20;
const longest = 200;

export type Found =
  | { readonly hits: readonly Hit[]; readonly more: boolean }
  /** What to write instead; plain text. */
  | { readonly problem: string };

/** WRK-2: what all slices find, in their order, the first of each. Reads only; who may read them is asked before. */
export const search = async (deps: Pick<Deps, 'db' | 'contributions'>, text: string): Promise<Found> => {
  if (text.length > longest) return { problem: `That is too long: write up to ${longest} characters of it.` };
  const asked = readAsked(text);
  if (!asked)
    return {
      problem:
        'Write a number (P-17, I-3, INV-2026-00012), three letters or more of a customer’s name, an email address, a phone number, a license key, the last four digits of a card, or an amount.',
    };
  const hits = await deps.db.tx(async (tx) => {
    // Everything is found by an index. Who stops after so many rows seems well served by reading all of them, and is not where few match.
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    const found: Hit[] = [];
    for (const { find } of deps.contributions.to(finders)) found.push(...(await find(tx, asked, shown + 1)));
    return found;
  });
  return { hits: hits.slice(0, shown), more: hits.length > shown };
};
