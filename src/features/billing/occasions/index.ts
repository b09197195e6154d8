import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import type { Press } from '../../papers/index.ts';
import { templateKinds } from '../../templates/index.ts';
import { contractCover } from './contract-cover.ts';
import { creditLetter } from './credit-letter.ts';
import { kindShown, type Occasion } from './occasion.ts';
import { sendLetterButton } from './send-letter.ts';
import { helpDesk, welcome } from './welcome.ts';

export { kindShown, type Occasion, writtenTo } from './occasion.ts';
export { sendLetter, sendLetterButton } from './send-letter.ts';

/** Letters that people send on an occasion: a welcome, help-desk instructions, a contract, a credit note. BIL-5, PUR-7, PUR-8 */
export const occasionsSlice = (press: Press): Slice => {
  const occasions: readonly Occasion[] = [welcome, helpDesk, contractCover, creditLetter(press)];
  return {
    name: 'occasions',
    interactions: occasions.map(sendLetterButton),
    contributes: occasions.map((each) => contribute(templateKinds, kindShown(each))),
    sections: [
      {
        subject: 'customer',
        order: 25,
        title: 'Letters',
        read: async (_deps, id) => ({
          buttons: [
            { text: 'Welcome', action: 'customer.welcome', value: id, roles: welcome.roles },
            { text: 'Help-desk instructions', action: 'customer.help_desk', value: id, roles: helpDesk.roles },
          ],
        }),
      },
      {
        subject: 'contract',
        order: 10,
        title: 'Letter',
        read: async (_deps, id) => ({
          buttons: [{ text: 'Send by mail', action: 'contract.mail', value: id, roles: contractCover.roles }],
        }),
      },
    ],
  };
};
