import type { Option } from '@slack/types';
import { lookupInput, modal, option } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import type { Interaction, SlackRequest } from '../../../../../platform/slice/slice.ts';
import { chargeDoor } from '../charge.ts';
import { searchCharges } from '../store.ts';

/** Where charges are looked up while somebody types. */
export const chargeLookup = 'charge.lookup';

/** Find a charge, in the set-up. */
export const findChargeButton: Interaction = {
  id: 'charge.find',
  press: async () => ({
    modal: modal({
      callback: 'charge.find',
      title: 'Find a charge',
      submit: 'Open',
      blocks: [
        lookupInput({
          name: 'charge',
          label: 'Charge',
          source: chargeLookup,
          placeholder: 'Type a part of its code or name',
        }),
      ],
    }),
  }),
  submit: async ({ values }) => ({
    window: { type: chargeDoor.subject, id: required(values.option('charge'), 'charge', 'Choose a charge.') },
  }),
};

/** The choices of `chargeLookup`. */
export const lookUpCharges = async ({
  deps,
  query,
}: SlackRequest & { readonly query: string }): Promise<readonly Option[]> =>
  (await searchCharges(deps.db.prisma, query, 100)).map(({ id, code, name, archivedAt }) =>
    option({ text: `${code} ${name}${archivedAt ? ' (archived)' : ''}`, value: id }),
  );
