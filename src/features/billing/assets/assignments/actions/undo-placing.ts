import { Conflict, NotFound } from '../../../../../core/errors.ts';
import { plural } from '../../../../../core/text/text.ts';
import { moment, person } from '../../../../../platform/block-kit/mentions.ts';
import { decidedAnswer, requireInTime, requireOwn, undoButton } from '../../../../../platform/slice/undo.ts';
import type { MessageContent } from '../../../../../platform/work/content.ts';
import type { By, Deps, Work } from '../../../../../platform/work/work.ts';
import { namedGroups } from '../../../../customers/index.ts';
import { setupEditors } from '../../../setup/index.ts';
import { assetSubject } from '../../inventory/asset.ts';
import { lockAssets } from '../../inventory/store.ts';
import { assetBills, type BilledWith } from '../billed.ts';
import { assetsOfDeed, deedOf, undoDeed } from '../deed-store.ts';
import { assignmentFacts, type Placed } from '../place.ts';

/** The answer to who assigned or parked assets. ALL-5 */
export const placedAnswer = (what: 'assigned' | 'parked', { changed, decision }: Placed): MessageContent =>
  decidedAnswer(`${plural(changed, 'asset is', 'assets are')} ${what}.`, 'asset.undo', 'assets', decision);

const refuseBilled = async (work: Work, of: BilledWith): Promise<void> => {
  for (const isBilled of work.contributions.to(assetBills))
    if (await isBilled(work.tx, of))
      throw new Conflict(
        'This can’t be undone any more: a bill was made of it. Correct it in the asset’s window, and say why.',
      );
};

/**
 * ALL-10: whoever assigned or parked assets takes it back within 10 minutes, while nobody went on with them and no bill was made of
 * it; they are then whose they were before. @returns how many
 * @throws NotAllowed, UserError or Conflict, with why not
 */
export const undoPlacing = (deps: Deps, by: By, decision: string): Promise<number> =>
  deps.transact(by, async (work) => {
    work.require(setupEditors, 'assign assets');
    const assets = await lockAssets(work.tx, await assetsOfDeed(work.tx, decision));
    const assetIds = assets.map(({ id }) => id);
    const deed = await deedOf(work.tx, decision);
    if (!deed) throw new NotFound('decision');
    const { began, tookBack, later } = deed;
    requireOwn(deed.by, work.by.id);
    if (later?.isUndo) throw new Conflict(`This was undone already, on ${moment(later.at)}.`);
    if (later)
      throw new Conflict(`This can’t be undone any more: ${person(later.by)} went on with it ${moment(later.at)}.`);
    requireInTime(deed.at, work.now, 'Assign them anew, or correct it in the asset’s window, and say why.');
    const groups = await namedGroups(work.tx, [
      ...new Set([...began, ...tookBack].flatMap(({ groupId }) => groupId ?? [])),
    ]);
    const customerIds = [...groups.values()].map(({ customerId }) => customerId);
    await refuseBilled(work, { assetIds, customerIds, since: deed.at });
    await undoDeed(work, decision);
    for (const { id, name } of assets) {
      const is = tookBack.findLast(({ assetId }) => assetId === id);
      const was = began.find(
        (row) => row.assetId === id && !(row.groupId === is?.groupId && row.isFree === is?.isFree),
      );
      work.audit({
        action: 'asset.placing_undone',
        subject: assetSubject(id),
        before: { name, ...(was ? assignmentFacts(was, groups) : {}) },
        after: { name, ...(is ? assignmentFacts(is, groups) : {}) },
        reason: 'Undone: it was done by mistake.',
      });
    }
    return assets.length;
  });

export const undoPlacingButton = undoButton('asset.undo', async (deps, by, { decision }) => {
  const count = await undoPlacing(deps, by, decision);
  return `Undone: ${plural(count, 'asset is', 'assets are')} whose they were before.`;
});
