import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { templateKinds } from '../../templates/index.ts';
import { draftMailButton } from './actions/draft-mail.ts';
import { mailManyButtons } from './actions/mail-many.ts';
import { expiringCardKind, failedCardKind } from './card-letter.ts';

export { mailMany } from './actions/mail-many.ts';
export { mailCase } from './mail-case.ts';

/** @param cardUpdateUrl where customers give the gateway another card (CARD_UPDATE_URL) */
export const letterPieces = (cardUpdateUrl: string | undefined) =>
  ({
    interactions: [draftMailButton(cardUpdateUrl), ...mailManyButtons(cardUpdateUrl)],
    contributes: [contribute(templateKinds, failedCardKind), contribute(templateKinds, expiringCardKind)],
  }) satisfies Partial<Slice>;
