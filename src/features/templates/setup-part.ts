import { ledgerEditors, type SetupPart, setupSubject } from '../billing/setup/index.ts';
import { templateKinds } from './kind.ts';
import { newestVersions } from './store.ts';
import { partBlocks } from './template-views.ts';

/** The words of letters, in the set-up. CUS-2, BIL-7 */
export const templatesPart: SetupPart = {
  order: 65,
  title: 'Words of letters',
  read: async ({ deps: { db, contributions } }) => ({
    missing: [],
    blocks: partBlocks(contributions.to(templateKinds), await newestVersions(db.prisma)),
    buttons: [{ text: 'Edit', action: 'template.choose', value: setupSubject.id, roles: ledgerEditors }],
  }),
};
