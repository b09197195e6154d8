import type { Slice } from '../../../platform/slice/slice.ts';
import { eraseLetters, followLetters } from './follow-letters.ts';

export { type Head, type Recipient, type RecipientState, type Standing, standingOf, stateAfter } from './bearing.ts';
export { checkDraft, type Draft, spread, type TemplateUsed } from './draft.ts';
export {
  atDraftFields,
  type DraftFields,
  draftInputs,
  readAddressees,
  readDraft,
  readTemplate,
  readTest,
  writeTemplate,
} from './draft-form.ts';
export { type LetterBounced, letterBounced } from './follow-letters.ts';
export { bouncedText, letterRows } from './letter-views.ts';
export { refuseSecondLetter } from './refuse-second.ts';
export { countLettersAbout, lettersAbout } from './store.ts';
export { type NewLetter, writeLetterAbout, writeTestOf } from './write-letter.ts';

/** Letters to customers, whatever they are about: to whom, what they say, and how they fare. BIL-3, BIL-5 */
export const lettersSlice: Slice = {
  name: 'letters',
  reactions: [followLetters, eraseLetters],
};
