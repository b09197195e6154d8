/** Which files a closed period was given as: the same again, whoever asks, until the period is opened. BIL-21 */
import { newId } from '../../../core/ids.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { needKept } from '../../../platform/files/kept-files.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { FileOf } from '../../reports/index.ts';

const ownerOf = (id: string): Subject => ({ type: 'journal', id });

/** The same days, fields and format. */
const shapeOf = ({ fields, format }: FileOf): string => `${format}:${fields.join(',')}`;

export const keptExport = async (tx: Tx, of: FileOf): Promise<string | undefined> => {
  const [row] = await tx.$queryRaw<{ hash: string }[]>`
    SELECT hash FROM journal_exports WHERE first_on = ${of.first}::date AND last_on = ${of.last}::date AND shape = ${shapeOf(of)}
      AND opened_at IS NULL`;
  return row?.hash;
};

export const keepExport = async (work: Work, of: FileOf, hash: string): Promise<void> => {
  const id = newId();
  const count = await work.tx.$executeRaw`
    INSERT INTO journal_exports (id, first_on, last_on, shape, hash, made_by, made_at)
    VALUES (${id}::uuid, ${of.first}::date, ${of.last}::date, ${shapeOf(of)}, ${hash}, ${work.by.id}, ${work.now}::timestamptz)
    ON CONFLICT DO NOTHING`;
  if (count === 1) await needKept(work.tx, [{ owner: ownerOf(id), hash }]);
};

/** Their days are open again: what is dated into them would be missing. */
export const openExports = (work: Work, closedOn: Day | undefined): Promise<number> => work.tx.$executeRaw`
  UPDATE journal_exports SET opened_at = ${work.now}::timestamptz
  WHERE opened_at IS NULL AND (${closedOn ?? null}::date IS NULL OR last_on > ${closedOn ?? null}::date)`;
