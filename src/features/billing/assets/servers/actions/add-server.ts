import { FieldErrors } from '../../../../../core/errors.ts';
import { modal } from '../../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { setupEditors } from '../../../setup/index.ts';
import { addressText } from '../../lists/address.ts';
import { refuseOwnNetwork } from '../policy.ts';
import { requireServer, type Server, type ServerFields, serverSubject } from '../server.ts';
import { readServer, serverInputs } from '../server-form.ts';
import { insertServer } from '../store.ts';

const doing = 'add a server';

export const nameTaken = (name: string): FieldErrors =>
  new FieldErrors({ name: `There is a server ${name} already. Choose another name, or edit that one.` });

/** What the log keeps: an address without what may be a key. */
export const serverFacts = ({ name, address, comments }: ServerFields): object => ({
  name,
  address: address ? addressText(address) : null,
  comments: comments || null,
});

/** CUS-2 @throws FieldErrors */
export const addServer = (deps: Deps, by: By, entries: ServerFields): Promise<Server> =>
  deps.transact(by, async (work) => {
    work.require(setupEditors, doing);
    const tidy = requireServer(entries);
    await refuseOwnNetwork(work, tidy.address);
    const server = await insertServer(work, tidy);
    if (!server) throw nameTaken(tidy.name);
    work.audit({ action: 'server.added', subject: serverSubject(server.id), after: serverFacts(tidy) });
    return server;
  });

export const addServerButton: Interaction = {
  id: 'server.add',
  press: opensForm({
    roles: setupEditors,
    doing,
    find: async () => undefined,
    form: () => modal({ callback: 'server.add', title: 'Add a server', submit: 'Add', blocks: serverInputs() }),
  }),
  submit: async ({ deps, by, values }) => ({
    window: serverSubject((await addServer(deps, by, readServer(values))).id),
  }),
};
