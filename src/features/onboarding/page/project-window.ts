import type { WindowKind } from '../../../platform/slice/slice.ts';
import { addDocumentButton } from '../../documents/index.ts';
import { projectDoor, projectSubject } from '../../playbooks/index.ts';
import { handoffSlot } from '../engine/folder-message.ts';
import { folderOnly } from './folder-only.ts';
import { readProjectPage } from './project-page.ts';
import { projectHead } from './project-views.ts';
import { latestTurn } from './store.ts';

const isEntry = (page: string | undefined): page is string => page !== undefined && /^\d{1,18}$/.test(page);

/** A project as its reader sees it; `page`: the entry of the log that the page of its timeline ends before. ONB-18, WRK-1 */
export const projectWindow: WindowKind = {
  ...projectDoor,
  isForTeam: true,
  find: async (tx, id) => {
    const turn = await latestTurn(tx, id);
    return turn && { message: handoffSlot(turn) };
  },
  read: async (reader, projectId, page) => {
    const before = isEntry(page) ? BigInt(page) : undefined;
    const whole = await readProjectPage(reader.deps, projectId, reader.userId, before);
    const shown = (await reader.roles()).size > 0 ? whole : folderOnly(whole);
    const { id, customerId } = shown.project;
    return projectHead(shown, addDocumentButton({ subject: projectSubject(id), customerId }));
  },
};
