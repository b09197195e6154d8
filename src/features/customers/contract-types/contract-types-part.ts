import { escapeMrkdwn } from '../../../core/text/text.ts';
import { button, section } from '../../../platform/block-kit/blocks.ts';
import { type SetupPart, setupSubject } from '../../billing/setup/index.ts';
import { contractTypeKeepers } from './contract-type.ts';
import { allContractTypes } from './store.ts';

const most = 12;

/** The contract types that customers may have. CUS-2 */
export const contractTypesPart: SetupPart = {
  order: 45,
  title: 'Contract types',
  read: async ({ deps }) => {
    const types = await allContractTypes(deps.db.prisma);
    return {
      missing: [],
      blocks: types.slice(0, most).map(({ id, name, retired }) => {
        const change = button({ text: 'Change', action: 'contract_type.edit', value: id });
        return section(`${escapeMrkdwn(name)}${retired ? ' – no longer offered' : ''}`, change);
      }),
      buttons: [
        {
          text: 'Add a contract type',
          action: 'contract_type.add',
          value: setupSubject.id,
          roles: contractTypeKeepers,
        },
      ],
    };
  },
};
