import { plural } from '../../../../core/text/text.ts';
import type { CommonCheck } from '../../../customers/index.ts';
import { undecidedByServer } from '../assignments/store.ts';
import { serversPolicy } from '../servers/policy.ts';
import { concernOf } from '../servers/server.ts';
import { concernText } from '../servers/server-views.ts';
import { allServers } from '../servers/store.ts';

/**
 * CUS-5, of nobody in particular: servers whose assets are not known well, of which whoever enters a customer is warned (CUS-2), and assets
 * that are neither assigned nor parked.
 */
export const serversCheck: CommonCheck = async ({ db, policy, timeZone }, today) => {
  const [servers, undecided, { staleDays }] = await Promise.all([
    allServers(db.prisma),
    undecidedByServer(db.prisma, today),
    policy(serversPolicy),
  ]);
  return [
    ...servers.flatMap((server) => {
      const concern = concernOf(server, { today, staleDays, timeZone });
      return concern
        ? [
            {
              code: 'server_unknown',
              sentence: `Which assets are on ${server.name} is not known well: ${concernText(concern)}.`,
              mend: { text: 'Open server', action: 'server.open', value: server.id },
              isForEntering: true,
            },
          ]
        : [];
    }),
    ...undecided.map(({ id, name, count }) => ({
      code: 'asset_unassigned',
      sentence: `${plural(count, 'asset')} of ${name} ${count === 1 ? 'is' : 'are'} neither assigned nor parked.`,
      mend: { text: 'Assign', action: 'asset.assign', value: `server:${id}` },
      isForEntering: false,
    })),
  ];
};
