import { FieldErrors, UserError } from '../../../../core/errors.ts';
import { cleanLine } from '../../../../core/text/clean-text.ts';
import { type Day, parseDay } from '../../../../core/time/calendar.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { customerByName, groupsOfCustomers } from '../../../customers/index.ts';
import { csvKind, eachEntry, repeatedIn } from '../../../entries/index.ts';
import { setupEditors } from '../../setup/index.ts';
import { assetSubject } from '../inventory/asset.ts';
import { assetOfServer, insertAssets } from '../inventory/store.ts';
import { lockServer, serverByName } from '../servers/store.ts';
import { place } from './place.ts';

interface Row {
  readonly server: string;
  readonly listedId: string;
  readonly name: string;
  readonly site: string;
  readonly assigned?:
    | {
        readonly customer: string;
        readonly group: string | undefined;
        readonly first: Day;
        readonly last: Day | undefined;
        readonly isFree: boolean;
      }
    | undefined;
}

const dayIn = (cell: string | undefined, column: string): Day | undefined => {
  if (cell === undefined) return undefined;
  const found = parseDay(cell);
  if (!found) throw new FieldErrors({ [column]: 'Write the day as year-month-day, such as 2026-01-01.' });
  return found;
};

const groupOf = async (work: Work, name: string, wanted: string | undefined): Promise<string> => {
  const customer = await customerByName(work.tx, name);
  if (!customer)
    throw new FieldErrors({ customer: `There is no customer ${name}. Enter it first, or correct the name.` });
  const groups = await groupsOfCustomers(work.tx, [customer.id]);
  const found =
    wanted === undefined ? groups : groups.filter((each) => each.name.toLowerCase() === wanted.toLowerCase());
  const [group, ...others] = found;
  if (!group)
    throw new FieldErrors({
      group:
        wanted === undefined
          ? `${customer.name} has no billing group. Add one first.`
          : `${customer.name} has no billing group ${wanted}. Write the name of one that it has.`,
    });
  if (others.length > 0) throw new FieldErrors({ group: `${customer.name} has several billing groups. Write which.` });
  return group.id;
};

/** What is refused of the whole is told at its row. */
const atRow = (error: unknown): never => {
  if (error instanceof UserError && !(error instanceof FieldErrors)) throw new FieldErrors({ from: error.message });
  throw error;
};

const writeRow = async (work: Work, row: Row): Promise<void> => {
  const server = await serverByName(work.tx, row.server);
  if (!server) throw new FieldErrors({ server: `There is no server ${row.server}. Add it first in \`/bill setup\`.` });
  await lockServer(work.tx, server.id);
  const known = await assetOfServer(work.tx, server.id, row.listedId);
  if (known && (known.name !== row.name || known.site !== row.site))
    throw new FieldErrors({
      name: `The asset ${row.listedId} is called ${known.name} at ${known.site || 'no site'} already. Sync its server, or correct the row.`,
    });
  if (known && !row.assigned) throw new FieldErrors({ id: `${known.name} is there already.` });
  const [asset = known] = known ? [] : await insertAssets(work.tx, server.id, [row], work.now);
  if (!asset) throw new Error('an asset was written');
  if (!known)
    work.audit({
      action: 'asset.found',
      subject: assetSubject(asset.id),
      after: { name: asset.name, site: asset.site || null },
    });
  if (!row.assigned) return;
  const { customer, group, ...days } = row.assigned;
  const groupId = await groupOf(work, customer, group);
  await place(work, { assetIds: [asset.id], groupId, ...days }).catch(atRow);
};

/** Assets, and whose they are: a row for each asset, and for each time that it was somebody's. BIL-21 */
export const assetsCsv = csvKind<Row>({
  kind: 'assets',
  columns: [
    { name: 'server', required: true, example: 'mail-1', most: 100 },
    { name: 'site', example: 'shop', most: 100 },
    { name: 'id', required: true, example: '4711', id: true, most: 100 },
    { name: 'name', required: true, example: 'Newsletter' },
    { name: 'customer', example: 'Harbor Dental' },
    { name: 'group', example: 'Hosting', most: 100 },
    { name: 'from', example: '2026-01-01' },
    { name: 'to', example: '2026-12-31' },
    { name: 'free', example: 'no' },
  ],
  roles: setupEditors,
  read: ({ server = '', site, id = '', name = '', customer, group, from, to, free = 'no' }) => {
    const asset = { server, listedId: cleanLine(id), name: cleanLine(name), site: cleanLine(site ?? '') };
    const first = dayIn(from, 'from');
    const last = dayIn(to, 'to');
    const word = free.toLowerCase();
    if (word !== 'yes' && word !== 'no') throw new FieldErrors({ free: 'Write yes or no.' });
    if (customer === undefined) {
      if (group !== undefined || first || last || word === 'yes')
        throw new FieldErrors({ customer: 'Write whose the asset is, or leave group, from, to and free blank.' });
      return asset;
    }
    if (!first) throw new FieldErrors({ from: 'Write from which day on it is this customer’s.' });
    return { ...asset, assigned: { customer, group, first, last, isFree: word === 'yes' } };
  },
  store: async (work, entries) => {
    const repeated = repeatedIn(
      entries,
      'id',
      ({ server, listedId, assigned }) => `${server.toLowerCase()} ${listedId} ${assigned?.first ?? ''}`,
    );
    const rows = new Set(repeated.map(({ row }) => row));
    // The earliest first: each ends what was before it.
    const inOrder = entries
      .filter(({ row }) => !rows.has(row))
      .sort((a, b) => ((a.value.assigned?.first ?? '') < (b.value.assigned?.first ?? '') ? -1 : 1));
    const refused = await eachEntry(inOrder, (row) => writeRow(work, row));
    return [...repeated, ...refused];
  },
});
