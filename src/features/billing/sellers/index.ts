import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { setupParts } from '../setup/index.ts';
import { addSellerButton } from './actions/add-seller.ts';
import { editSellerButton } from './actions/edit-seller.ts';
import { makeDefaultButton } from './actions/make-default.ts';
import { setSeriesButton } from './actions/set-series.ts';
import { sellersPart, sellerWindow } from './seller-window.ts';

export { addSeller, type Sells } from './actions/add-seller.ts';
export { editSeller, existingSeller } from './actions/edit-seller.ts';
export { makeDefault } from './actions/make-default.ts';
export { setSeries } from './actions/set-series.ts';
export { mailInNameOf, type Writes, withLogo } from './in-name-of.ts';
export { type Look, lookText, readColour } from './look.ts';
export { type DocumentKind, formatNumber } from './number-format.ts';
export { isCountry, issueDay, type Seller, type SellerFields, sellerDoor, sellerFor } from './seller.ts';
export { allSellers, defaultSeller, lockSellers, sellerById, sellerByName, updateLook } from './store.ts';
export { type TakeNumber, takeNumber, takeNumbers } from './take-number.ts';

export const sellersSlice: Slice = {
  name: 'sellers',
  interactions: [addSellerButton, editSellerButton, makeDefaultButton, setSeriesButton],
  windows: [sellerWindow],
  contributes: [contribute(setupParts, sellersPart)],
};
