import { NotFound } from '../../../../../core/errors.ts';
import { parseSubject, subjectText } from '../../../../../core/subject.ts';
import { todayIn } from '../../../../../core/time/calendar.ts';
import { context, modal } from '../../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { setupEditors } from '../../../setup/index.ts';
import { type Choice, chosenIds, findChoice, placeInputs, readDays } from '../choice-form.ts';
import { type Place, type Placed, place } from '../place.ts';
import { placedAnswer } from './undo-placing.ts';

const doing = 'park assets';

/** CUS-6: from a day on they are billed to nobody, on purpose, and can be assigned again. What may be wrong: `place` */
export const parkAssets = (deps: Deps, by: By, input: Pick<Place, 'assetIds' | 'first' | 'last'>): Promise<Placed> =>
  deps.transact(by, (work) => {
    work.require(setupEditors, doing);
    return place(work, { ...input, isFree: false });
  });

const dayOf = ({ timeZone, clock }: Deps) => todayIn(timeZone, clock.now());

export const parkAssetsButton: Interaction = {
  id: 'asset.park',
  press: opensForm<Choice>({
    roles: setupEditors,
    doing,
    find: (deps, value) => findChoice(deps, value, dayOf(deps)),
    form: (choice, today) =>
      modal({
        callback: 'asset.park',
        title: 'Park assets',
        submit: 'Park',
        data: subjectText(choice.subject),
        blocks: [
          context(
            'Parked assets are billed to nobody until they are assigned again. Nothing of their history is lost.',
          ),
          ...placeInputs(choice, today),
        ],
      }),
  }),
  submit: async (request) => {
    const { deps, by, data, values } = request;
    await requireEarly(request, setupEditors, doing);
    const subject = parseSubject(data);
    if (!subject) throw new NotFound('server');
    const placed = await parkAssets(deps, by, {
      assetIds: await chosenIds(deps, subject, values, dayOf(deps)),
      ...readDays(values),
    });
    return { window: subject, say: placedAnswer('parked', placed) };
  },
};
