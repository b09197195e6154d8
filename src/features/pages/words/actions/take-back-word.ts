import { Conflict, NotFound } from '../../../../core/errors.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { takeBackDocument } from '../../../documents/index.ts';
import { linkKeepers, thingOf } from '../../links/things.ts';

import { wordTakenBack } from '../events.ts';
import { wordText } from '../receive-word.ts';
import { endWord, wordById } from '../store.ts';
import type { CustomerWord } from '../word.ts';

const doing = 'take back what customers said';

const found = async (tx: Deps['db']['prisma'], id: string): Promise<CustomerWord> => {
  const word = await wordById(tx, id);
  if (!word) throw new NotFound('word of the customer');
  return word;
};

/** What the customer said on a page holds no more, and their page shows it no more. ALL-5 */
export const takeBackWord = (deps: Deps, by: By, id: string): Promise<void> =>
  deps.transact(by, async (work) => {
    const word = await wordById(work.tx, id);
    if (!word) throw new NotFound('word of the customer');
    work.require(linkKeepers(word.subject.type), doing);
    if (!(await endWord(work, id))) throw new Conflict(`${person(word.endedBy ?? '')} took it back before.`);
    if (word.documentId) await takeBackDocument(work, word.documentId);
    const { subject, customerId, kind } = word;
    work.audit({ action: 'word.taken_back', subject, customerId, before: { kind } });
    await work.emit(wordTakenBack, word);
    work.post({
      to: (await thingOf(work, subject)).talk,
      customerId,
      content: { text: `${person(work.by.id)} took back that the customer ${wordText(word)}` },
    });
  });

export const takeBackWordButton: Interaction = {
  id: 'word.take_back',
  press: async (request) => {
    const { deps, by, value } = request;
    const { subject } = await found(deps.db.prisma, value);
    await requireEarly(request, linkKeepers(subject.type), doing);
    await takeBackWord(deps, by, value);
    return said('Taken back: it holds no more, and the customer’s page does not show it any more.');
  },
};
