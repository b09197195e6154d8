import { runKinds } from '../../../platform/runs/index.ts';
import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import type { Deps } from '../../../platform/work/work.ts';
import type { Press } from '../../papers/index.ts';
import { setupParts } from '../setup/index.ts';
import { addSellerButton } from './actions/add-seller.ts';
import { editSellerButton } from './actions/edit-seller.ts';
import { makeDefaultButton } from './actions/make-default.ts';
import { setSeriesButton } from './actions/set-series.ts';
import { changeLookButton } from './look/actions/change-look.ts';
import { logoKind, type OpenFile } from './look/logo-run.ts';
import { sellersPart, sellerWindow } from './seller-window.ts';

export { addSeller, type Sells } from './actions/add-seller.ts';
export { editSeller } from './actions/edit-seller.ts';
export { makeDefault } from './actions/make-default.ts';
export { setSeries } from './actions/set-series.ts';
export { changeLook } from './look/actions/change-look.ts';
export { inNameOf, type Writes, withLogo } from './look/in-name-of.ts';
export type { Look } from './look/look.ts';
export { type DocumentKind, formatNumber } from './number-format.ts';
export { isCountry, issueDay, type Seller, type SellerFields, sellerFor } from './seller.ts';
export { allSellers, defaultSeller, sellerById, sellerByName } from './store.ts';
export { type TakeNumber, takeNumber, takeNumbers } from './take-number.ts';

/** @param wakeRuns has queued runs worked through in the background */
export const sellersSlice = ({
  openFile,
  press,
  wakeRuns,
}: {
  readonly openFile: OpenFile;
  readonly press: Press;
  readonly wakeRuns: (deps: Deps) => void;
}): Slice => ({
  name: 'sellers',
  interactions: [addSellerButton, editSellerButton, makeDefaultButton, setSeriesButton, changeLookButton(wakeRuns)],
  windows: [sellerWindow],
  contributes: [contribute(setupParts, sellersPart), contribute(runKinds, logoKind(openFile, press))],
});
