import { NotFound, UserError } from '../../../../core/errors.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { isAllowedHost } from '../lists/address.ts';
import { fetchList } from '../lists/fetch-list.ts';
import { capped } from '../lists/list.ts';
import { serversPolicy } from '../servers/policy.ts';
import type { Server } from '../servers/server.ts';
import { serverById } from '../servers/store.ts';

/** A file that somebody gave Baton in Slack. */
export type OpenFile = (fileId: string) => Promise<{ readonly body: AsyncIterable<Uint8Array> }>;

type Reading = Pick<Work, 'tx' | 'policy'>;

/** @throws NotFound; UserError when nobody asks for its list any more */
export const serverInUse = async (work: Pick<Work, 'tx'>, serverId: string): Promise<Server> => {
  const server = await serverById(work.tx, serverId);
  if (!server) throw new NotFound('server');
  if (server.retiredAt) throw new UserError(`${server.name} is retired. Use it again first, in its window.`);
  return server;
};

async function* atAddress(work: Reading, { name, address }: Server): AsyncGenerator<Uint8Array> {
  if (!address) throw new UserError(`${name} has no address. Add it by Edit, or sync from a file.`);
  const { allowedHosts } = await work.policy(serversPolicy);
  const url = new URL(address);
  yield* fetchList({ address: url, isAllowed: isAllowedHost(url, allowedHosts) });
}

/** The bytes of a server's list: from its address, or from the file that was uploaded instead. @throws UserError with what is wrong */
export async function* listOf(
  work: Reading,
  { serverId, fileId }: { readonly serverId: string; readonly fileId?: string | undefined },
  openFile: OpenFile,
): AsyncGenerator<Uint8Array> {
  const server = await serverInUse(work, serverId);
  yield* capped(fileId === undefined ? atAddress(work, server) : (await openFile(fileId)).body);
}
