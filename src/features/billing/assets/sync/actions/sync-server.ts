import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../../core/text/text.ts';
import { context, fileInput, modal, ticksInput } from '../../../../../platform/block-kit/blocks.ts';
import { kindOf, startRun } from '../../../../../platform/runs/index.ts';
import { opensForm, said } from '../../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { setupEditors } from '../../../setup/index.ts';
import { existingServer } from '../../servers/actions/edit-server.ts';
import type { Server } from '../../servers/server.ts';
import { serverInUse } from '../list-source.ts';
import { type SyncParameters, syncRun } from '../sync-run.ts';

export interface NewSync extends Pick<SyncParameters, 'serverId' | 'fileId' | 'fileName'> {
  readonly isPreview: boolean;
}

/** Writes a sync down, to be run in the background. CUS-2 @throws FieldErrors where there is neither an address nor a file */
export const startSync = (deps: Deps, by: By, { isPreview, ...asked }: NewSync): Promise<string> =>
  deps.transact(by, async (work) => {
    const { name, address } = await serverInUse(work, asked.serverId);
    if (!address && asked.fileId === undefined) throw new FieldErrors({ list: 'Add the server’s list as a file.' });
    return startRun(work, kindOf(work, syncRun), { ...asked, name }, { isPreview });
  });

const form = ({ id, name, address }: Server): ModalView =>
  modal({
    callback: 'server.sync',
    title: 'Sync a server',
    submit: 'Sync',
    data: id,
    blocks: [
      context(`${escapeMrkdwn(name)}: assets that its list does not have any more are kept as gone.`),
      fileInput({
        name: 'list',
        label: 'Its list as a file, JSON or CSV',
        hint: address
          ? 'Without one the list is fetched from the server’s address.'
          : 'With id, name and site of each asset.',
        optional: address !== undefined,
        types: ['csv', 'json'],
      }),
      ticksInput({
        name: 'preview',
        label: 'First',
        choices: [{ text: 'Show what it would do, and ask', value: 'preview' }],
      }),
    ],
  });

export const syncServerButton = (wake: (deps: Deps) => void): Interaction => ({
  id: 'server.sync',
  press: opensForm({ roles: setupEditors, doing: 'sync servers', find: existingServer, form }),
  submit: async ({ deps, by, data, values }) => {
    const [file] = values.files('list');
    const isPreview = values.options('preview').includes('preview');
    await startSync(deps, by, { serverId: data, fileId: file?.id, fileName: file?.name, isPreview });
    wake(deps);
    const where = `${deps.roleName('billing')}’s channel`;
    return said(
      isPreview
        ? `Reading the list… You’ll see what it would do in ${where}, and confirm or cancel it there.`
        : `Syncing… What was found is told in ${where}.`,
    );
  },
});
