import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { setupParts } from '../setup/index.ts';
import { usedTaxCategories } from '../taxes/index.ts';
import { addChargeButton } from './charges/actions/add-charge.ts';
import { archiveChargeButton, offerChargeButton } from './charges/actions/archive-charge.ts';
import { editChargeButton } from './charges/actions/edit-charge.ts';
import { chargeLookup, findChargeButton, lookUpCharges } from './charges/actions/find-charge.ts';
import { chargesPart, chargeWindow } from './charges/charge-window.ts';
import { chargeCategories } from './charges/store.ts';
import { addPlanButton } from './plans/actions/add-plan.ts';
import { addPriceButton } from './plans/actions/add-price.ts';
import { archivePlanButton, offerPlanButton } from './plans/actions/archive-plan.ts';
import { editPlanButton } from './plans/actions/edit-plan.ts';
import { findPlanButton, lookUpPlans, planLookup } from './plans/actions/find-plan.ts';
import { takeBackPriceButton } from './plans/actions/take-price-back.ts';
import { plansPart, planWindow } from './plans/plan-window.ts';
import { planCategories } from './plans/store.ts';

export { addCharge } from './charges/actions/add-charge.ts';
export { archiveCharge, offerChargeAgain } from './charges/actions/archive-charge.ts';
export { editCharge } from './charges/actions/edit-charge.ts';
export { chargeLookup } from './charges/actions/find-charge.ts';
export { type Charge, type ChargeFields, chargeDoor } from './charges/charge.ts';
export { chargesCsv } from './charges/charges-csv.ts';
export { chargeByCode, chargeById, searchCharges } from './charges/store.ts';
export { addPlan } from './plans/actions/add-plan.ts';
export { addPrice } from './plans/actions/add-price.ts';
export { archivePlan, offerPlanAgain } from './plans/actions/archive-plan.ts';
export { editPlan } from './plans/actions/edit-plan.ts';
export { planLookup } from './plans/actions/find-plan.ts';
export { takeBackPrice } from './plans/actions/take-price-back.ts';
export { type Plan, type PlanFields, type PlanPrice, type PriceFields, planDoor } from './plans/plan.ts';
export { priceText } from './plans/plan-text.ts';
export { plansCsv } from './plans/plans-csv.ts';
export { planByCode, planById, pricesOf, searchPlans } from './plans/store.ts';

export const catalogSlice: Slice = {
  name: 'catalog',
  interactions: [
    addPlanButton,
    editPlanButton,
    addPriceButton,
    takeBackPriceButton,
    archivePlanButton,
    offerPlanButton,
    findPlanButton,
    addChargeButton,
    editChargeButton,
    archiveChargeButton,
    offerChargeButton,
    findChargeButton,
  ],
  options: { [planLookup]: lookUpPlans, [chargeLookup]: lookUpCharges },
  windows: [planWindow, chargeWindow],
  contributes: [
    contribute(setupParts, plansPart),
    contribute(setupParts, chargesPart),
    contribute(usedTaxCategories, planCategories),
    contribute(usedTaxCategories, chargeCategories),
  ],
};
