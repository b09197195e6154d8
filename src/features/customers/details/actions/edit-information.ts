import { UserError } from '../../../../core/errors.ts';
import { textInput } from '../../../../platform/block-kit/blocks.ts';
import { type FieldKey, informationKey } from '../details.ts';
import { informationPolicy } from '../policy.ts';
import { type Tab, tabInteraction } from '../tab.ts';

/** Information, in the customer's window: the fields that Settings name. CUS-1 */
export const informationTab: Tab<readonly string[]> = {
  id: 'customer.edit_information',
  title: 'Information',
  around: async (deps) => {
    const { fields } = await deps.policy(informationPolicy);
    if (fields.length > 0) return fields;
    throw new UserError(
      'No additional fields are set up. An admin names them in Settings, under “Customer information”.',
    );
  },
  keys: (labels) => labels.map(informationKey),
  inputs: (details, labels) =>
    labels.map((label) =>
      textInput({ name: informationKey(label), label, optional: true, max: 300, initial: details.information[label] }),
    ),
  read: (values) =>
    Object.fromEntries(
      values.names
        .filter((name): name is FieldKey => name.startsWith('information:'))
        .map((name) => [name, values.text(name) ?? null]),
    ),
};

export const editInformation = tabInteraction(informationTab);
