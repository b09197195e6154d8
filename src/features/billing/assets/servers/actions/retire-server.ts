import { NotFound, UserError } from '../../../../../core/errors.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { setupEditors } from '../../../setup/index.ts';
import { serverSubject } from '../server.ts';
import { lockServer, storeRetired } from '../store.ts';

/** CUS-2: nobody asks for a retired server's list any more; its assets and whose they were stay. Each of the two undoes the other. */
const setRetired = (deps: Deps, by: By, serverId: string, isRetired: boolean): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(setupEditors, isRetired ? 'retire a server' : 'use a server again');
    const server = await lockServer(work.tx, serverId);
    if (!server) throw new NotFound('server');
    if ((server.retiredAt !== undefined) === isRetired)
      throw new UserError(`${server.name} is ${isRetired ? 'retired' : 'in use'} already.`);
    await storeRetired(work.tx, serverId, isRetired ? work.now : null);
    work.audit({
      action: isRetired ? 'server.retired' : 'server.used_again',
      subject: serverSubject(serverId),
      after: { name: server.name },
    });
  });

export const retireServer = (deps: Deps, by: By, serverId: string): Promise<void> =>
  setRetired(deps, by, serverId, true);
export const useServerAgain = (deps: Deps, by: By, serverId: string): Promise<void> =>
  setRetired(deps, by, serverId, false);

export const retireServerButton: Interaction = {
  id: 'server.retire',
  press: async ({ deps, by, value }) => {
    await retireServer(deps, by, value);
    return { window: serverSubject(value) };
  },
};

export const useServerButton: Interaction = {
  id: 'server.use_again',
  press: async ({ deps, by, value }) => {
    await useServerAgain(deps, by, value);
    return { window: serverSubject(value) };
  },
};
