import { pagePlaces } from '../../platform/links/index.ts';
import type { Slice } from '../../platform/slice/slice.ts';
import { contribute } from '../../platform/work/contributions.ts';
import { on } from '../../platform/work/events.ts';
import { kindShown, sendLetterButton } from '../billing/occasions/index.ts';
import { contactErased } from '../customers/index.ts';
import { pageRoutes } from '../pages/index.ts';
import { templateKinds } from '../templates/index.ts';
import { acceptAnswersButton } from './actions/accept-answers.ts';
import { endFormButtons } from './actions/end-form.ts';
import { requestFormButton } from './actions/request-form.ts';
import { formLetter } from './form-letter.ts';
import { formSection } from './form-section.ts';
import { formPages } from './page/form-page.ts';
import { eraseAnswers } from './requests/store.ts';

export { acceptAnswers } from './actions/accept-answers.ts';
export { endForm } from './actions/end-form.ts';
export { requestForm } from './actions/request-form.ts';

const eraseAnswersToo = on(contactErased, async (work, { customerId, alsoErased }) => {
  alsoErased(await eraseAnswers(work.tx, customerId));
});

/** Forms that customers fill in on a page of their own. PUR-14 @param publicUrl under which browsers reach Baton; without it no links are given */
export const formsSlice = (publicUrl: string | undefined): Slice => ({
  name: 'forms',
  routes: pageRoutes(formPages),
  interactions: [requestFormButton, acceptAnswersButton, ...endFormButtons, sendLetterButton(formLetter)],
  sections: [formSection],
  reactions: [eraseAnswersToo],
  contributes: [
    contribute(templateKinds, kindShown(formLetter)),
    ...(publicUrl === undefined ? [] : [contribute(pagePlaces, { type: 'form', base: `${publicUrl}/forms/` })]),
  ],
});
