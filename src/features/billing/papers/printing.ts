/** Printing is a run: written down before the ack, and made apart from whoever answers people. BIL-4, BIL-12 */
import { z } from 'zod';
import type { Subject } from '../../../core/subject.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { readKept } from '../../../platform/files/kept-files.ts';
import { kindOf, type RunKind, runKind, startRun } from '../../../platform/runs/index.ts';
import type { By, Deps, Work } from '../../../platform/work/work.ts';
import { type Press, titleOf } from '../../papers/index.ts';
import { moneyRoles } from '../invoices/index.ts';
import { keepPaper } from './keep-paper.ts';
import { type KeptPaper, keptPaper } from './paper-store.ts';
import { type Printable, printableOf, printableTypes } from './printable.ts';

const doing = 'have documents printed';

const parameters = z.object({
  type: z.enum(printableTypes),
  id: z.string(),
  /** For people: `Invoice INV-2026-00012`. */
  title: z.string(),
});

/** Into the invoice's thread; to whoever asked where accounting has no message of it. */
const give = (work: Work, { paper, invoice }: Printable, kept: KeptPaper, to: string, key: string): void =>
  work.post({
    to: invoice.presented ? { thread: { kind: 'invoice', subjectId: invoice.id } } : { user: to },
    customerId: invoice.customerId,
    key,
    content: {
      text: `${escapeMrkdwn(titleOf(paper))}, as PDF.`,
      attachments: [{ name: kept.name, type: 'application/pdf', hash: kept.hash }],
    },
  });

export const printRun = (press: Press): RunKind =>
  runKind({
    name: 'paper.print',
    parameters,
    title: ({ title }) => `${title} as PDF`,
    roles: moneyRoles,
    doing,
    channel: 'accounting',
    timeout: 120_000,
    prepare: async (deps, { parameters: of }) => {
      await keepPaper(deps, press, of);
    },
    chunk: async (work, { runId, parameters: of }) => {
      work.require(moneyRoles, doing);
      const kept = await keptPaper(work.tx, of);
      if (!kept) throw new Error('A paper was printed and is not kept.');
      give(work, await printableOf(work.tx, of), kept, work.by.id, `paper:${runId}`);
      return { counts: { documents: 1 } };
    },
    failed: async (work, { runId, parameters: { title }, startedBy }, problem) =>
      work.post({
        to: { user: startedBy },
        content: { text: `${escapeMrkdwn(title)} could not be printed. ${escapeMrkdwn(problem)}` },
        key: `paper:${runId}`,
      }),
  });

/** A document's PDF, for whoever may have it: the bytes that were kept, printed now where nobody did before. BIL-12 */
export const paperBytes = async (
  deps: Deps,
  press: Press,
  of: Subject,
): Promise<{ readonly name: string; readonly bytes: Buffer }> => {
  const kept = await keepPaper(deps, press, of);
  const parts: Buffer[] = [];
  for await (const part of readKept(deps.db.prisma, kept.hash)) parts.push(part);
  return { name: kept.name, bytes: Buffer.concat(parts) };
};

export interface Asked {
  /** `Invoice INV-2026-00012`. */
  readonly title: string;
  readonly isThere: boolean;
  readonly inThread: boolean;
}

/**
 * A document's PDF in its invoice's thread: at once where it was printed before, else as soon as it is printed.
 * @throws NotAllowed, NotFound, UserError for what has no number of ours
 */
export const askForPaper = (
  deps: Deps,
  by: By,
  of: { readonly type: (typeof printableTypes)[number]; readonly id: string },
): Promise<Asked> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const printable = await printableOf(work.tx, of);
    const kept = await keptPaper(work.tx, of);
    const title = titleOf(printable.paper);
    if (kept) give(work, printable, kept, by.userId, `paper:${of.id}:${by.requestId ?? work.now.toISOString()}`);
    else await startRun(work, kindOf(work, 'paper.print'), { ...of, title });
    return { title, isThere: kept !== undefined, inThread: printable.invoice.presented };
  });
