import { context, section } from '../../../platform/block-kit/blocks.ts';
import { sendsMail } from '../../../platform/delivery/index.ts';
import type { SetupPart } from '../setup/index.ts';
import { remindersPolicy } from './ladder/index.ts';

/** Whether customers are reminded, and what that needs. CUS-2, BIL-18 */
export const remindersPart: SetupPart = {
  order: 75,
  title: 'Reminders to pay',
  read: async ({ deps }) => {
    const { isOn, steps } = await deps.policy(remindersPolicy);
    const state = isOn ? `Customers are reminded: ${steps.join(', ')}.` : 'Nobody is reminded: reminders are off.';
    return {
      missing: [],
      blocks: [
        section(state),
        context(
          sendsMail(deps.contributions)
            ? 'An admin switches them on and off under “Reminders to pay” on Home, and sees there beforehand what a customer would be sent.'
            : ':warning: There is no mail server (SMTP_URL): no letter can leave. Set it first, then switch reminders on under “Reminders to pay” on Home.',
        ),
      ],
      buttons: [],
    };
  },
};
