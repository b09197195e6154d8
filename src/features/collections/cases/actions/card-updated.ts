import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { addDays, type Day, formatDay, todayIn } from '../../../../core/time/calendar.ts';
import { requireDays } from '../../../../core/time/day-range.ts';
import { dateInput, modal, selectInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { byAccounting, decided, opensCaseForm } from '../accounting.ts';
import type { Happened } from '../case-event.ts';
import { type CardCharge, type CollectionCase, cardCharges } from '../table/case.ts';

const chargeTexts: Readonly<Record<CardCharge, string>> = {
  schedule: 'By the gateway: its schedule is enabled again',
  by_hand: 'By hand',
};

/** After FAILED the gateway tries no more by itself: the form asks what does. COL-0 */
const form = (of: CollectionCase, today: Day): ModalView =>
  modal({
    callback: 'case.card_updated',
    title: 'Card updated',
    submit: 'Save',
    data: of.id,
    blocks: [
      ...(of.state === 'retrying'
        ? []
        : [
            selectInput({
              name: 'charge',
              label: 'How is the card charged now?',
              choices: cardCharges.map((value) => ({ value, text: chargeTexts[value] })),
              initial: 'schedule',
            }),
          ]),
      dateInput({
        name: 'next_attempt_on',
        label: of.state === 'retrying' ? 'Next attempt expected on' : 'On',
        hint:
          of.state === 'retrying'
            ? 'When the gateway tries the card again'
            : 'The next date of the gateway’s schedule, or the day of the charge by hand',
        // What is known already is offered, so that saving the form as it stands moves nothing.
        initial: of.nextAttemptOn && of.nextAttemptOn >= today ? of.nextAttemptOn : addDays(today, 1),
      }),
    ],
  });

/** The customer has updated the card; it is tried on `nextAttemptOn`, after FAILED by what `charge` says. COL-0, COL-3 */
export const cardUpdated = async (
  deps: Deps,
  by: By,
  input: { readonly caseId: string; readonly nextAttemptOn: Day; readonly charge?: CardCharge | undefined },
): Promise<Happened> => {
  const { caseId, nextAttemptOn, charge } = input;
  const today = todayIn(deps.timeZone, deps.clock.now());
  if (nextAttemptOn < today) throw new FieldErrors({ next_attempt_on: 'The next attempt can’t lie in the past.' });
  requireDays({ next_attempt_on: nextAttemptOn }, 'awaited', today);
  return byAccounting(deps, by, 'record a card update', caseId, {
    type: 'card_updated',
    nextAttemptOn,
    ...(charge === undefined ? {} : { charge }),
  });
};

export const caseCardUpdated: Interaction = {
  id: 'case.card_updated',
  press: opensCaseForm('record a card update', form),
  submit: async ({ deps, by, data, values }) => {
    const on = values.day('next_attempt_on');
    const nextAttemptOn = required(on, 'next_attempt_on', 'Choose the day of the next attempt.');
    const charge = cardCharges.find((each) => each === values.option('charge'));
    const happened = await cardUpdated(deps, by, { caseId: data, nextAttemptOn, charge });
    const { state, deadlineOn } = happened.after;
    const then = deadlineOn ? `the last day to act is ${formatDay(deadlineOn)}.` : 'no deadline runs.';
    return decided(data, happened, state === 'advised' ? 'Noted; Support is asked to wait.' : `Noted; ${then}`);
  },
};
