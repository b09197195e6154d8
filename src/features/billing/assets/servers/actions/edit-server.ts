import { NotFound } from '../../../../../core/errors.ts';
import { modal } from '../../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { changedMeanwhile, differenceOf, setupEditors } from '../../../setup/index.ts';
import { refuseOwnNetwork } from '../policy.ts';
import { requireServer, type Server, type ServerFields, serverSubject } from '../server.ts';
import { readServer, serverInputs } from '../server-form.ts';
import { lockServer, serverById, serverByName, updateServer } from '../store.ts';
import { nameTaken, serverFacts } from './add-server.ts';

const doing = 'edit a server';

export const existingServer = async (deps: Pick<Deps, 'db'>, id: string): Promise<Server> => {
  const server = await serverById(deps.db.prisma, id);
  if (!server) throw new NotFound('server');
  return server;
};

export interface EditServer {
  readonly serverId: string;
  /** The version that was shown. ALL-3 */
  readonly version: number;
  readonly entries: ServerFields;
}

/** With another address it has to be validated anew; its assets stay. CUS-2 */
export const editServer = (deps: Deps, by: By, { serverId, version, entries }: EditServer): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(setupEditors, doing);
    const before = await lockServer(work.tx, serverId);
    if (!before) throw new NotFound('server');
    const tidy = requireServer(entries);
    if (tidy.address !== before.address) await refuseOwnNetwork(work, tidy.address);
    const other = await serverByName(work.tx, tidy.name);
    if (other && other.id !== serverId) throw nameTaken(tidy.name);
    const subject = serverSubject(serverId);
    if (!(await updateServer(work.tx, { ...before, version }, tidy))) throw await changedMeanwhile(work.tx, subject);
    work.audit({ action: 'server.edited', subject, ...differenceOf(serverFacts(before), serverFacts(tidy)) });
  });

export const editServerButton: Interaction = {
  id: 'server.edit',
  press: opensForm({
    roles: setupEditors,
    doing,
    find: existingServer,
    form: (server) =>
      modal({
        callback: 'server.edit',
        title: 'Edit a server',
        submit: 'Save',
        data: `${server.id}:${server.version}`,
        blocks: serverInputs(server),
      }),
  }),
  submit: async ({ deps, by, data, values }) => {
    const [serverId = '', version = ''] = data.split(':');
    await editServer(deps, by, { serverId, version: Number(version), entries: readServer(values) });
    return { window: serverSubject(serverId) };
  },
};
