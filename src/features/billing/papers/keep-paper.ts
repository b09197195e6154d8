/** A document is printed once: what was kept then is what everybody gets. BIL-12 */
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../../../core/errors.ts';
import type { Subject } from '../../../core/subject.ts';
import { keepFile } from '../../../platform/files/kept-files.ts';
import { type Deps, system, type Work } from '../../../platform/work/work.ts';
import type { Paper, Press } from '../../papers/index.ts';
import { lockInvoice } from '../invoices/index.ts';
import { insertKeptPaper, type KeptPaper, keptPaper } from './paper-store.ts';
import { printableOf } from './printable.ts';

export const fileName = (number: string): string => `${number.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.pdf`;

/** What is printed, and with whom it is kept. */
export interface ToKeep {
  readonly paper: Paper;
  readonly number: string;
  readonly customerId: string;
  /** In whose story it stands that it was printed. */
  readonly about: Subject;
  /** Locks what it is of, so that one is kept only. */
  readonly lock: (work: Work) => Promise<unknown>;
}

/**
 * The kept PDF of this name, printed now where nobody did before: while it is printed nothing is held, and whoever comes second, also
 * meanwhile, gets the very same bytes. BIL-12
 * @throws UserError where it cannot be printed
 */
export const keepPaperAs = async (
  deps: Deps,
  press: Press,
  of: Subject,
  read: () => Promise<ToKeep>,
): Promise<KeptPaper> => {
  const known = await keptPaper(deps.db.prisma, of);
  if (known) return known;
  const { paper, number, customerId, about, lock } = await read();
  const pdf = await press.print(paper);
  return deps.transact(system, async (work) => {
    await lock(work);
    const meanwhile = await keptPaper(work.tx, of);
    if (meanwhile) return meanwhile;
    const { hash, size } = await keepFile(work.tx, { type: 'paper', id: about.id }, [pdf], work.now);
    const kept: KeptPaper = { name: fileName(number), hash, size };
    await insertKeptPaper(work.tx, of, { ...kept, customerId, keptBy: work.by.id, keptAt: work.now });
    work.audit({ action: 'document.printed', subject: about, customerId, after: { name: kept.name, hash } });
    return kept;
  });
};

/** An issued document's. @throws NotFound, UserError for what has no number of ours, or where it cannot be printed */
export const keepPaper = (deps: Deps, press: Press, of: Subject): Promise<KeptPaper> =>
  keepPaperAs(deps, press, of, async () => {
    const { paper, number, invoice } = await printableOf(deps.db.prisma, of);
    const { id, customerId } = invoice;
    return {
      paper,
      number,
      customerId,
      about: { type: 'invoice', id },
      lock: (work) => lockInvoice(work, id),
    };
  });

/** How long a person may wait for it in a form, in milliseconds: Slack gives up after three seconds. */
const patience = 1_800;

/** What was asked for, where it is there in time; it goes on being made in any case. @throws UserError where it is not there yet */
export const inTime = async <T>(asked: Promise<T>): Promise<T> => {
  const late = new AbortController();
  const outcome = await Promise.race([
    asked.then((value) => ({ value })).finally(() => late.abort()),
    wait(patience, undefined, { signal: late.signal, ref: false }).catch(() => undefined),
  ]);
  if (!outcome)
    throw new UserError(
      'Its PDF is being printed and not ready yet. Nothing was sent: press the button again in a moment.',
    );
  return outcome.value;
};
