import { FieldErrors } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import type { By, Deps } from '../../../platform/work/work.ts';

/** Who imports the gateway's reports. */
export const importRoles = ['accounting', 'billing', 'admin'] as const;

export interface NewImport {
  readonly gateway: string;
  readonly fileName: string;
  readonly slackFileId: string;
  /** Bytes, as Slack says. */
  readonly size: number;
}

/** Writes an import down, to be run in the background: what is acknowledged is stored. COL-1 */
export const queueImport = (deps: Deps, by: By, input: NewImport): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(importRoles, 'import reports');
    if (input.size === 0) throw new FieldErrors({ report: 'The file is empty.' });
    const id = newId();
    await work.tx.reportImport.create({
      data: {
        id,
        gateway: input.gateway,
        fileName: input.fileName,
        slackFileId: input.slackFileId,
        requestedBy: by.userId,
        requestedAt: work.now,
      },
    });
    work.audit({
      action: 'report.queued',
      subject: { type: 'import', id },
      after: { file: input.fileName, gateway: input.gateway },
    });
    return id;
  });
