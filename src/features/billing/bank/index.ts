import type { Slice } from '../../../platform/slice/slice.ts';
import { on } from '../../../platform/work/events.ts';
import { paymentCameBack } from '../payments/index.ts';
import { bankCommand, bankListKind, turnButtons } from './actions/browse.ts';
import { confirmPageButton, confirmRowButton } from './actions/confirm.ts';
import { setAsideButton, undoSetAsideButton } from './actions/set-aside.ts';
import { waitAgain } from './store.ts';

export { confirmRow } from './actions/confirm.ts';
export { setAside } from './actions/set-aside.ts';
export { bankCsv } from './bank-csv.ts';

export const bankSlice: Slice = {
  name: 'bank',
  commands: [bankCommand],
  interactions: [...turnButtons, confirmRowButton, confirmPageButton, setAsideButton, undoSetAsideButton],
  lists: [bankListKind],
  reactions: [
    // What was booked by mistake is on the statement nevertheless.
    on(paymentCameBack, async (work, all) => {
      const paymentIds = all.filter(({ why }) => why === 'mistake').map(({ paymentId }) => paymentId);
      if (paymentIds.length > 0) await waitAgain(work.tx, { paymentIds });
    }),
  ],
};
