import { FieldErrors } from '../../../../core/errors.ts';
import { groupBy } from '../../../../core/group.ts';
import { cleanLine } from '../../../../core/text/clean-text.ts';
import { type Day, parseDay } from '../../../../core/time/calendar.ts';
import type { Work } from '../../../../platform/work/work.ts';
import {
  type BillingGroup,
  type Customer,
  customersByNames,
  groupsOfCustomers,
  nameKey,
} from '../../../customers/index.ts';
import { csvKind, type Entry, eachEntry, repeatedIn } from '../../../entries/index.ts';
import { setupEditors } from '../../setup/index.ts';
import { assetSubject } from '../inventory/asset.ts';
import { assetsListed, insertAssets } from '../inventory/store.ts';
import type { Server } from '../servers/server.ts';
import { allServers, lockServer } from '../servers/store.ts';
import { placeEach } from './place.ts';

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

/** An asset as a server or a row names it. */
interface ListedAsset {
  readonly id?: string;
  readonly name: string;
  readonly site: string;
}

interface Known {
  readonly servers: ReadonlyMap<string, Server>;
  /** By server and the id that it has there. */
  readonly assets: ReadonlyMap<string, ListedAsset>;
  readonly customers: ReadonlyMap<string, Customer>;
  readonly groups: ReadonlyMap<string, readonly BillingGroup[]>;
}

const keyOf = (serverId: string, listedId: string): string => `${serverId} ${listedId}`;

/** All that the rows name, and the servers locked. */
const knownOf = async (work: Work, rows: readonly Row[]): Promise<Known> => {
  const named = new Set(rows.map(({ server }) => nameKey(server)));
  const servers = (await allServers(work.tx)).filter(({ name }) => named.has(nameKey(name)));
  for (const { id } of [...servers].sort((a, b) => (a.id < b.id ? -1 : 1))) await lockServer(work.tx, id);
  const customers = await customersByNames(
    work.tx,
    rows.flatMap(({ assigned }) => assigned?.customer ?? []),
  );
  const [assets, groups] = await Promise.all([
    assetsListed(
      work.tx,
      servers.map(({ id }) => id),
      rows.map(({ listedId }) => listedId),
    ),
    groupsOfCustomers(
      work.tx,
      [...customers.values()].map(({ id }) => id),
    ),
  ]);
  return {
    servers: new Map(servers.map((each) => [nameKey(each.name), each])),
    assets: new Map(assets.map((each) => [keyOf(each.serverId, each.listedId), each])),
    customers,
    groups: groupBy(groups, ({ customerId }) => customerId),
  };
};

const groupOf = ({ customers, groups }: Known, name: string, wanted: string | undefined): string => {
  const customer = customers.get(nameKey(name));
  if (!customer)
    throw new FieldErrors({ customer: `There is no customer ${name}. Enter it first, or correct the name.` });
  const all = groups.get(customer.id) ?? [];
  const found = wanted === undefined ? all : all.filter((each) => each.name.toLowerCase() === wanted.toLowerCase());
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

/** A row whose server, asset and group are found. */
interface Resolved {
  readonly key: string;
  readonly serverId: string;
  readonly isNew: boolean;
  readonly row: Row;
  readonly groupId: string | undefined;
}

/** @param seen assets that rows before have entered, by their keys; this row's is added */
const resolve = (known: Known, seen: Map<string, ListedAsset>, row: Row): Resolved => {
  const server = known.servers.get(nameKey(row.server));
  if (!server) throw new FieldErrors({ server: `There is no server ${row.server}. Add it first in \`/bill setup\`.` });
  const key = keyOf(server.id, row.listedId);
  const there = known.assets.get(key) ?? seen.get(key);
  if (there && (there.name !== row.name || there.site !== row.site))
    throw new FieldErrors({
      name: `The asset ${row.listedId} is called ${there.name} at ${there.site || 'no site'} already. Sync its server, or correct the row.`,
    });
  if (there && !row.assigned) throw new FieldErrors({ id: `${there.name} is there already.` });
  const groupId = row.assigned && groupOf(known, row.assigned.customer, row.assigned.group);
  seen.set(key, row);
  return { key, serverId: server.id, isNew: there === undefined, row, groupId };
};

/** Writes the assets that are new. @returns all assets' ids, by their keys */
const writeNew = async (work: Work, known: Known, found: readonly Resolved[]): Promise<ReadonlyMap<string, string>> => {
  const ids = new Map([...known.assets].map(([key, { id = '' }]) => [key, id]));
  const fresh = groupBy(
    found.filter(({ isNew }) => isNew),
    ({ serverId }) => serverId,
  );
  for (const [serverId, rows] of fresh) {
    const assets = await insertAssets(
      work.tx,
      serverId,
      rows.map(({ row }) => row),
      work.now,
    );
    for (const { id, listedId, name, site } of assets) {
      ids.set(keyOf(serverId, listedId), id);
      work.audit({ action: 'asset.found', subject: assetSubject(id), after: { name, site: site || null } });
    }
  }
  return ids;
};

/** Of an asset that is in several rows the first, then the second, …: each ends what was before it. */
const roundsOf = (found: readonly Entry<Resolved>[]): readonly (readonly Entry<Resolved>[])[] => {
  const rounds: Entry<Resolved>[][] = [];
  for (const rows of groupBy(found, ({ value }) => value.key).values()) {
    for (const [round, each] of rows.filter(({ value }) => value.row.assigned).entries()) {
      const others = rounds[round];
      if (others) others.push(each);
      else rounds[round] = [each];
    }
  }
  return rounds;
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
    const known = await knownOf(
      work,
      inOrder.map(({ value }) => value),
    );
    const seen = new Map<string, ListedAsset>();
    const found: Entry<Resolved>[] = [];
    const problems = [
      ...repeated,
      ...(await eachEntry(
        inOrder.map((entry) => ({ row: entry.row, value: entry })),
        ({ row, value }) => found.push({ row, value: resolve(known, seen, value) }),
      )),
    ];
    const ids = await writeNew(
      work,
      known,
      found.map(({ value }) => value),
    );
    for (const round of roundsOf(found)) {
      const places = round.flatMap(({ row, value: { key, groupId, row: entered } }) => {
        const { first, last, isFree = false } = entered.assigned ?? {};
        return first ? [{ row, value: { assetId: ids.get(key) ?? '', groupId, first, last, isFree } }] : [];
      });
      problems.push(...(await placeEach(work, places)));
    }
    return problems;
  },
});
