import { NotFound } from '../../../../../core/errors.ts';
import { parseSubject, subjectText } from '../../../../../core/subject.ts';
import { todayIn } from '../../../../../core/time/calendar.ts';
import { modal } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import { opensForm } from '../../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { setupEditors } from '../../../setup/index.ts';
import { type Choice, chosenIds, findChoice, groupInputs, placeInputs, readDays } from '../choice-form.ts';
import { type Place, type Placed, place } from '../place.ts';
import { placedAnswer } from './undo-placing.ts';

const doing = 'assign assets';

/** CUS-4: from a day on they are a group's. What may be wrong: `place` */
export const assignAssets = (deps: Deps, by: By, input: Place & { readonly groupId: string }): Promise<Placed> =>
  deps.transact(by, (work) => {
    work.require(setupEditors, doing);
    return place(work, input);
  });

const dayOf = ({ timeZone, clock }: Deps) => todayIn(timeZone, clock.now());

export const assignAssetsButton: Interaction = {
  id: 'asset.assign',
  press: opensForm<Choice>({
    roles: setupEditors,
    doing,
    find: (deps, value) => findChoice(deps, value, dayOf(deps)),
    form: (choice, today) =>
      modal({
        callback: 'asset.assign',
        title: 'Assign assets',
        submit: 'Assign',
        data: subjectText(choice.subject),
        blocks: placeInputs(choice, today, groupInputs()),
      }),
  }),
  submit: async (request) => {
    const { deps, by, data, values } = request;
    await requireEarly(request, setupEditors, doing);
    const subject = parseSubject(data);
    if (!subject) throw new NotFound('server');
    const placed = await assignAssets(deps, by, {
      assetIds: await chosenIds(deps, subject, values, dayOf(deps)),
      groupId: required(values.option('group'), 'group', 'Choose a billing group.'),
      isFree: values.options('free').includes('yes'),
      ...readDays(values),
    });
    return { window: subject, say: placedAnswer('assigned', placed) };
  },
};
