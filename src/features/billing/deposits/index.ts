import type { Slice, WindowSection } from '../../../platform/slice/slice.ts';
import { moneyRoles } from '../invoices/index.ts';
import { previewDepositButton, recordDepositForm } from './actions/record-deposit.ts';
import { undoDepositButton } from './actions/undo-deposit.ts';

export { previewDeposit, recordDeposit } from './actions/record-deposit.ts';
export { undoDeposit } from './actions/undo-deposit.ts';
export { parseDeposit } from './deposit.ts';
export { type Deposit, receiveDeposit } from './receive-deposit.ts';

const depositButton: WindowSection = {
  subject: 'customer',
  order: 24,
  title: 'Record payments',
  read: async (_deps, customerId) => ({
    buttons: [{ text: 'Record payments', action: 'deposit.preview', value: customerId, roles: moneyRoles }],
  }),
};

export const depositsSlice: Slice = {
  name: 'deposits',
  interactions: [previewDepositButton, recordDepositForm, undoDepositButton],
  sections: [depositButton],
};
