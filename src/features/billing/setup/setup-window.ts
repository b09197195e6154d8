import type { HomeSection, SlackRequest, Subcommand, WindowKind } from '../../../platform/slice/slice.ts';
import { setupDoor, setupEditors, setupParts, setupSubject } from './setup.ts';
import { type PartState, type SetupReader, setupHead, setupOnHome } from './setup-views.ts';

const partsFor = async (reader: SlackRequest): Promise<readonly PartState[]> => {
  const parts = [...reader.deps.contributions.to(setupParts)].sort((a, b) => a.order - b.order);
  return Promise.all(parts.map(async ({ order, title, read }) => ({ order, title, ...(await read(reader)) })));
};

const readerOf = async ({ roles, deps: { roleName } }: SlackRequest): Promise<SetupReader> => ({
  held: await roles(),
  roleName,
});

/** What is set up for billing, and what is missing. CUS-2 */
export const setupWindow: WindowKind = {
  ...setupDoor,
  find: async (_tx, id) => (id === setupSubject.id ? {} : undefined),
  read: async (reader) => setupHead(await partsFor(reader), await readerOf(reader)),
};

/** `/bill setup` */
export const setupCommand: Subcommand = {
  command: '/bill',
  word: 'setup',
  usage: '',
  help: 'shows what billing is made with (plans, charges, taxes, sellers, numbers), what is missing, and the forms for it',
  run: async () => ({ window: setupSubject }),
};

export const setupHome: HomeSection = {
  order: 70,
  title: 'Billing set-up',
  render: async (reader) => {
    const held = await reader.roles();
    return setupEditors.some((role) => held.has(role))
      ? setupOnHome(await partsFor(reader), await readerOf(reader))
      : [];
  },
};
