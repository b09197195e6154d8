import { runKinds } from '../../../platform/runs/index.ts';
import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { policyForesights } from '../../../platform/work/policies.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { commonChecks, customerChecks } from '../../customers/index.ts';
import { storySection } from '../../story/index.ts';
import { checklistItems } from '../checklist/index.ts';
import { setupParts } from '../setup/index.ts';
import { assignAssetsButton } from './assignments/actions/assign-assets.ts';
import { correctAssignmentButton } from './assignments/actions/correct-assignment.ts';
import { parkAssetsButton } from './assignments/actions/park-assets.ts';
import { undoPlacingButton } from './assignments/actions/undo-placing.ts';
import { groupLookup, lookUpGroups } from './assignments/choice-form.ts';
import { assetWindow, assignmentsSection, customerAssetsSection, serverAssetsSection } from './assignments/sections.ts';
import { assetsItem, serversItem } from './checks/checklist-lines.ts';
import { serversCheck } from './checks/common-check.ts';
import { assetsCheck } from './checks/customer-check.ts';
import { assetLookup, findAssetButton, lookUpAssets } from './inventory/actions/find-asset.ts';
import { addServerButton } from './servers/actions/add-server.ts';
import { editServerButton } from './servers/actions/edit-server.ts';
import { findServerButton, lookUpServers, serverLookup } from './servers/actions/find-server.ts';
import { retireServerButton, useServerButton } from './servers/actions/retire-server.ts';
import { serversForesight, serversPolicy } from './servers/policy.ts';
import { serversPart, serverWindow } from './servers/server-window.ts';
import { syncServerButton } from './sync/actions/sync-server.ts';
import { validateServerButton } from './sync/actions/validate-server.ts';
import type { OpenFile } from './sync/list-source.ts';
import { syncJob } from './sync/sync-job.ts';
import { syncKind } from './sync/sync-run.ts';
import { validateKind } from './sync/validate-run.ts';

export { assignAssets } from './assignments/actions/assign-assets.ts';
export { parkAssets } from './assignments/actions/park-assets.ts';
export { undoPlacing } from './assignments/actions/undo-placing.ts';
export { assetsCsv } from './assignments/assets-csv.ts';
export { assetBills, type BilledWith } from './assignments/billed.ts';
export { groupLookup } from './assignments/choice-form.ts';
export { assignedAssets } from './assignments/facts.ts';
export { type Place, place } from './assignments/place.ts';
export { type NamedScope, scopesOfGroup } from './assignments/scopes.ts';
export { assetsAfter, assignmentsOf } from './assignments/store.ts';
export { assetLookup } from './inventory/actions/find-asset.ts';
export { assetSubject, siteKey } from './inventory/asset.ts';
export { assetById, assetsOfServer } from './inventory/store.ts';
export { addServer } from './servers/actions/add-server.ts';
export { serversPolicy } from './servers/policy.ts';
export { startSync } from './sync/actions/sync-server.ts';

export interface AssetsOptions {
  readonly openFile: OpenFile;
  /** Has queued runs worked through in the background. */
  readonly wakeRuns: (deps: Deps) => void;
}

/** Where assets are, which there are, and whose they are. CUS-2, CUS-4 */
export const assetsSlice = ({ openFile, wakeRuns }: AssetsOptions): Slice => ({
  name: 'assets',
  interactions: [
    addServerButton,
    editServerButton,
    retireServerButton,
    useServerButton,
    findServerButton,
    undoPlacingButton,
    validateServerButton(wakeRuns),
    syncServerButton(wakeRuns),
    findAssetButton,
    assignAssetsButton,
    parkAssetsButton,
    correctAssignmentButton,
  ],
  options: { [serverLookup]: lookUpServers, [assetLookup]: lookUpAssets, [groupLookup]: lookUpGroups },
  windows: [serverWindow, assetWindow],
  sections: [
    assignmentsSection,
    serverAssetsSection,
    customerAssetsSection,
    storySection('server'),
    storySection('asset'),
  ],
  jobs: [syncJob(wakeRuns)],
  policies: [serversPolicy],
  contributes: [
    contribute(policyForesights, serversForesight),
    contribute(setupParts, serversPart),
    contribute(runKinds, syncKind(openFile)),
    contribute(runKinds, validateKind(openFile)),
    contribute(customerChecks, assetsCheck),
    contribute(commonChecks, serversCheck),
    contribute(checklistItems, serversItem),
    contribute(checklistItems, assetsItem),
  ],
});
