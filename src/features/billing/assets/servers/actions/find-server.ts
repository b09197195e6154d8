import type { Option } from '@slack/types';
import { lookupInput, modal, option } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import type { Interaction, SlackRequest } from '../../../../../platform/slice/slice.ts';
import { serverSubject } from '../server.ts';
import { allServers } from '../store.ts';

export const serverLookup = 'server.lookup';

/** Find a server, in the set-up. */
export const findServerButton: Interaction = {
  id: 'server.find',
  press: async () => ({
    modal: modal({
      callback: 'server.find',
      title: 'Find a server',
      submit: 'Open',
      blocks: [
        lookupInput({ name: 'server', label: 'Server', source: serverLookup, placeholder: 'Type a part of its name' }),
      ],
    }),
  }),
  submit: async ({ values }) => ({
    window: serverSubject(required(values.option('server'), 'server', 'Choose a server.')),
  }),
};

/** The choices of `serverLookup`. */
export const lookUpServers = async ({
  deps,
  query,
}: SlackRequest & { readonly query: string }): Promise<readonly Option[]> => {
  const part = query.trim().toLowerCase();
  return (await allServers(deps.db.prisma))
    .filter(({ name }) => name.toLowerCase().includes(part))
    .slice(0, 100)
    .map(({ id, name, retiredAt }) => option({ text: `${name}${retiredAt ? ' (retired)' : ''}`, value: id }));
};
