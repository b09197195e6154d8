import { todayIn } from '../../../../core/time/calendar.ts';
import type { WindowKind } from '../../../../platform/slice/slice.ts';
import type { Deps } from '../../../../platform/work/work.ts';
import type { SetupPart } from '../../setup/index.ts';
import { countAssets } from '../inventory/store.ts';
import { existingServer } from './actions/edit-server.ts';
import { serversPolicy } from './policy.ts';
import { concernOf, type Server, type ServerConcern, serverDoor } from './server.ts';
import { serverHead, serversState } from './server-views.ts';
import { allServers, serverById } from './store.ts';

const concernsNow = async (deps: Deps): Promise<(server: Server) => ServerConcern | undefined> => {
  const { staleDays } = await deps.policy(serversPolicy);
  const { timeZone } = deps;
  const today = todayIn(timeZone, deps.clock.now());
  return (server) => concernOf(server, { today, staleDays, timeZone });
};

export const serverWindow: WindowKind = {
  ...serverDoor,
  find: async (tx, id) => ((await serverById(tx, id)) ? {} : undefined),
  read: async ({ deps }, id) => {
    const [server, concern] = await Promise.all([existingServer(deps, id), concernsNow(deps)]);
    return serverHead(server, concern(server));
  },
};

export const serversPart: SetupPart = {
  order: 40,
  title: 'Servers and assets',
  read: async ({ deps }) => {
    const { prisma } = deps.db;
    const [servers, counts, concern] = await Promise.all([allServers(prisma), countAssets(prisma), concernsNow(deps)]);
    return serversState(
      servers.map((server) => ({ server, concern: concern(server), assets: counts.get(server.id) ?? 0 })),
    );
  },
};
