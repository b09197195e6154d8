import type { Subject } from '../../../core/subject.ts';
import { subjectText } from '../../../core/subject.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { KeptFile } from '../../../platform/files/kept-files.ts';

/** The PDF of a document that was printed once. */
export interface KeptPaper extends KeptFile {
  /** `INV-2026-00012.pdf`. */
  readonly name: string;
}

export const keptPaper = async (tx: Tx, of: Subject): Promise<KeptPaper | undefined> =>
  (await tx.keptPaper.findUnique({
    where: { subject: subjectText(of) },
    select: { name: true, hash: true, size: true },
  })) ?? undefined;

export const insertKeptPaper = async (
  tx: Tx,
  of: Subject,
  paper: KeptPaper & { readonly customerId: string; readonly keptBy: string; readonly keptAt: Date },
): Promise<void> => {
  await tx.keptPaper.create({ data: { subject: subjectText(of), ...paper }, select: { subject: true } });
};
