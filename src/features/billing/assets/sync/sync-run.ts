import { z } from 'zod';
import { NotFound } from '../../../../core/errors.ts';
import { type Counts, type RunKind, runKind } from '../../../../platform/runs/index.ts';
import { system, type Work } from '../../../../platform/work/work.ts';
import { setupEditors } from '../../setup/index.ts';
import { assetSubject } from '../inventory/asset.ts';
import { assetsOfServer, insertAssets, markGone, updateAssets } from '../inventory/store.ts';
import { parseList, textOf } from '../lists/list.ts';
import { serverSubject } from '../servers/server.ts';
import { lockServer, storeChecked, storeSynced } from '../servers/store.ts';
import { type Difference, differenceOf } from './difference.ts';
import { listOf, type OpenFile, serverInUse } from './list-source.ts';
import { syncFailedMessage, syncLines, syncMessage } from './sync-views.ts';

export const syncRun = 'server.sync';

const parameters = z.object({
  serverId: z.string(),
  name: z.string(),
  /** In Slack; without one the list is at the server's address. */
  fileId: z.string().optional(),
  fileName: z.string().optional(),
});
export type SyncParameters = z.infer<typeof parameters>;

/** What was found becomes what is known. What is gone is kept. */
const write = async (work: Work, serverId: string, found: Difference): Promise<void> => {
  const { tx, now } = work;
  const kept = [...found.changed, ...found.back].map(({ before, after }) => ({ id: before.id, ...after }));
  const added = await insertAssets(tx, serverId, found.added, now);
  await updateAssets(tx, kept);
  await markGone(
    tx,
    found.gone.map(({ id }) => id),
    now,
  );
  for (const { id, name, site } of added)
    work.audit({ action: 'asset.found', subject: assetSubject(id), after: { name, site: site || null } });
  for (const { before, after } of found.changed)
    work.audit({
      action: 'asset.changed',
      subject: assetSubject(before.id),
      before: { name: before.name, site: before.site || null },
      after: { name: after.name, site: after.site || null },
    });
  for (const { before, after } of found.back)
    work.audit({ action: 'asset.returned', subject: assetSubject(before.id), after: { name: after.name } });
  for (const { id, name } of found.gone)
    work.audit({ action: 'asset.gone', subject: assetSubject(id), after: { name } });
};

const countsOf = ({ added, changed, back, gone, unchanged }: Difference): Counts => {
  const counts = {
    new: added.length,
    renamed: changed.filter(({ before, after }) => before.name !== after.name).length,
    at_another_site: changed.filter(({ before, after }) => before.site !== after.site).length,
    there_again: back.length,
    gone: gone.length,
    unchanged,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
};

/**
 * Brings a server's assets: new, renamed, at another site, gone and there again. All of a list in one chunk, so that half a list never makes
 * the rest gone; the preview is the same, rolled back. CUS-2
 */
export const syncKind = (openFile: OpenFile): RunKind =>
  runKind<SyncParameters>({
    name: syncRun,
    parameters,
    title: ({ name, fileName }) => `Sync of ${name}${fileName ? ` from ${fileName}` : ''}`,
    roles: setupEditors,
    doing: 'sync servers',
    channel: 'billing',
    timeout: 60_000,
    file: {
      name: ({ name, fileName }) => fileName ?? `the list of ${name}`,
      open: (asked, work) => listOf(work, asked, openFile),
    },
    chunk: async (work, { parameters: { serverId }, file }) => {
      if (!file) throw new Error('a sync has a list');
      await serverInUse(work, serverId);
      const listed = parseList(await textOf(file.read()));
      const server = await lockServer(work.tx, serverId);
      if (!server) throw new NotFound('server');
      const found = differenceOf(await assetsOfServer(work.tx, serverId), listed);
      await write(work, serverId, found);
      await storeChecked(work, serverId, { by: work.by.id });
      await storeSynced(work, serverId);
      const counts = countsOf(found);
      work.audit({
        action: 'server.synced',
        subject: serverSubject(serverId),
        after: { name: server.name, ...counts },
      });
      const isNews = found.unchanged < listed.length || found.gone.length > 0;
      if (isNews || work.by.id !== system.userId)
        work.post({ to: { role: 'billing' }, content: syncMessage(server, found), priority: 1 });
      return { counts, told: syncLines(found) };
    },
    failed: async (work, { parameters: { serverId }, startedBy }, problem) => {
      const server = await lockServer(work.tx, serverId);
      if (!server) return;
      await storeChecked(work, serverId, { by: startedBy, problem });
      work.audit({
        action: 'server.not_synced',
        subject: serverSubject(serverId),
        after: { name: server.name },
        reason: problem,
      });
      work.post({ to: { role: 'billing' }, content: syncFailedMessage(server, problem), priority: 1 });
    },
  });
