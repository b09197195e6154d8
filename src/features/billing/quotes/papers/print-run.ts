/** A quote's PDF into its thread: printed apart from whoever answers people. */
import { z } from 'zod';
import { Conflict } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { type RunKind, runKind } from '../../../../platform/runs/index.ts';
import type { Press } from '../../../papers/index.ts';
import { keepQuotes, quoteKeepers } from '../quotes/quote.ts';
import { lockQuote } from '../quotes/store.ts';
import { keepQuotePaper, keptQuotePaper } from './quote-paper.ts';

const parameters = z.object({
  id: z.string(),
  /** For people: `Quote Q-2026-00012 Migration`. */
  title: z.string(),
});

export const printQuoteRun = (press: Press): RunKind =>
  runKind({
    name: 'quote.print',
    parameters,
    title: ({ title }) => `${title} as PDF`,
    roles: quoteKeepers,
    doing: keepQuotes,
    channel: 'sales',
    prepare: async (deps, { parameters: { id } }) => {
      await keepQuotePaper(deps, press, id);
    },
    chunk: async (work, { runId, parameters: { id, title } }) => {
      work.require(quoteKeepers, keepQuotes);
      const quote = await lockQuote(work, id);
      const kept = await keptQuotePaper(work.tx, quote);
      // Tried again, it is printed as it is by then.
      if (!kept) throw new Conflict(`${title} was changed just now.`);
      work.post({
        to: { thread: { kind: 'quote', subjectId: id } },
        customerId: quote.customerId,
        key: `quote-paper:${runId}`,
        content: {
          text: `${escapeMrkdwn(title)}, as PDF.`,
          attachments: [{ name: kept.name, type: 'application/pdf', hash: kept.hash }],
        },
      });
      return { counts: { documents: 1 } };
    },
    failed: async (work, { runId, parameters: { title }, startedBy }, problem) =>
      work.post({
        to: { user: startedBy },
        content: { text: `${escapeMrkdwn(title)} could not be printed. ${escapeMrkdwn(problem)}` },
        key: `quote-paper:${runId}`,
      }),
  });
