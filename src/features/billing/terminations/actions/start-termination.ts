import type { KnownBlock, ModalView } from '@slack/types';
import { NotFound } from '../../../../core/errors.ts';
import { parseSubject, subjectText } from '../../../../core/subject.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, formatDay, todayIn } from '../../../../core/time/calendar.ts';
import { context, dateInput, lookupInput, modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { Deps } from '../../../../platform/work/work.ts';
import { contractsOf } from '../../../customers/index.ts';
import { groupLookup } from '../../assets/index.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { terminationsPolicy } from '../policy.ts';
import { doing, endingOf, type Terminate, terminate } from '../terminate.ts';
import { earliestEnd, terminable, terminationSubject } from '../termination.ts';

type Thing = Terminate['subject'];

/** `customer:0198…` @throws NotFound */
export const thingOf = (value: string): Thing => {
  const subject = parseSubject(value);
  const type = terminable.find((each) => each === subject?.type);
  if (!subject || !type) throw new NotFound('thing to end');
  return { type, id: subject.id };
};

const words: Readonly<Record<Thing['type'], string>> = {
  customer:
    'Nothing is billed after the last day; what was billed for later days is credited. The steps that follow are shown in order.',
  subscription:
    'Nothing of this subscription is billed after the last day; what was billed for later days is credited.',
  asset: 'From the day after it is parked, or another billing group’s; what was billed for later days is credited.',
};

interface Offer {
  readonly name: string;
  readonly earliest: Day;
  readonly hasContract: boolean;
}

const offerOf = async (deps: Deps, subject: Thing, today: Day): Promise<Offer> => {
  const { prisma } = deps.db;
  const { name } = await endingOf(prisma, subject, today);
  if (subject.type !== 'customer') return { name, earliest: today, hasContract: false };
  const contracts = await contractsOf(prisma, [subject.id]);
  const { noticeDays } = await deps.policy(terminationsPolicy);
  return {
    name,
    earliest: earliestEnd(contracts, today, noticeDays),
    hasContract: contracts.some(({ notice }) => notice === null),
  };
};

const inputsFor = (type: Thing['type'], { hasContract }: Offer): readonly KnownBlock[] => [
  ...(type === 'customer' && hasContract
    ? [
        textInput({
          name: 'from',
          label: 'Who gave notice?',
          hint: 'It is recorded with the customer’s contracts',
          optional: true,
          max: 200,
        }),
      ]
    : []),
  ...(type === 'asset'
    ? [
        lookupInput({
          name: 'to_group',
          label: 'It becomes this billing group’s',
          hint: 'Blank: it is parked until it is assigned again',
          source: groupLookup,
          optional: true,
        }),
      ]
    : []),
];

/** Terminate, in the window of what ends. CUS-6 */
export const terminateForm = (subject: Thing, offer: Offer, today: Day): ModalView =>
  modal({
    callback: 'termination.start',
    title: 'Terminate',
    submit: 'Terminate',
    data: subjectText(subject),
    blocks: [
      section(`*${escapeMrkdwn(clip(offer.name, 200))}*`),
      context(words[subject.type]),
      dateInput({ name: 'notice_on', label: 'Notice received on', initial: today }),
      dateInput({ name: 'end_on', label: 'Last day served', initial: offer.earliest }),
      ...(subject.type === 'customer'
        ? [context(`Notice of today ends it on ${formatDay(offer.earliest)} at the earliest; before that, say why.`)]
        : []),
      ...inputsFor(subject.type, offer),
      textInput({ name: 'reason', label: 'Why?', optional: true, max: 500 }),
    ],
  });

export const startButton: Interaction = {
  id: 'termination.start',
  press: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, value } = request;
    const subject = thingOf(value);
    const today = todayIn(deps.timeZone, deps.clock.now());
    return { modal: terminateForm(subject, await offerOf(deps, subject, today), today) };
  },
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, by, data, values } = request;
    const made = await terminate(deps, by, {
      subject: thingOf(data),
      noticeOn: required(values.day('notice_on'), 'notice_on', 'Choose the day the notice was received.'),
      endOn: required(values.day('end_on'), 'end_on', 'Choose the last day served.'),
      from: values.text('from'),
      toGroup: values.option('to_group'),
      reason: values.text('reason'),
    });
    return { window: terminationSubject(made.id) };
  },
};
