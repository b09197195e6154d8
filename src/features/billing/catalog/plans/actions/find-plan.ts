import type { Option } from '@slack/types';
import { lookupInput, modal, option } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import type { Interaction, SlackRequest } from '../../../../../platform/slice/slice.ts';
import { planDoor } from '../plan.ts';
import { searchPlans } from '../store.ts';

/** Where plans are looked up while somebody types. */
export const planLookup = 'plan.lookup';

/** Find a plan, in the set-up. */
export const findPlanButton: Interaction = {
  id: 'plan.find',
  press: async () => ({
    modal: modal({
      callback: 'plan.find',
      title: 'Find a plan',
      submit: 'Open',
      blocks: [
        lookupInput({
          name: 'plan',
          label: 'Plan',
          source: planLookup,
          placeholder: 'Type a part of its code or name',
        }),
      ],
    }),
  }),
  submit: async ({ values }) => ({
    window: { type: planDoor.subject, id: required(values.option('plan'), 'plan', 'Choose a plan.') },
  }),
};

/** The choices of `planLookup`. */
export const lookUpPlans = async ({
  deps,
  query,
}: SlackRequest & { readonly query: string }): Promise<readonly Option[]> =>
  (await searchPlans(deps.db.prisma, query, 100)).map(({ id, code, name, archivedAt }) =>
    option({ text: `${code} ${name}${archivedAt ? ' (archived)' : ''}`, value: id }),
  );
