import { UserError } from '../../../../core/errors.ts';
import { parseSubject, type Subject, subjectText } from '../../../../core/subject.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { renewLink, withdrawLink } from '../../../../platform/links/index.ts';
import { said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { linkKeepers, thingOf } from '../things.ts';

const doing = 'change the links of customers’ pages';

/** Which link somebody saw. */
export interface SeenLink {
  readonly subject: Subject;
  readonly generation: number;
}

/** As a button's value. */
export const linkValue = ({ subject, generation }: SeenLink): string => `${subjectText(subject)}:${generation}`;

const readLink = (value: string): SeenLink => {
  const [, text = '', generation = ''] = /^(.+):(\d{1,9})$/.exec(value) ?? [];
  const subject = parseSubject(text);
  if (!subject) throw new UserError('This button names no link. Open the window again.');
  return { subject, generation: Number(generation) };
};

type Change = typeof renewLink;

const changed =
  (change: Change, told: string) =>
  (deps: Deps, by: By, { subject, generation }: SeenLink) =>
    deps.transact(by, async (work) => {
      work.require(linkKeepers(subject.type), doing);
      const { customerId, talk } = await thingOf(work, subject);
      await change(work, { subject, customerId, from: generation });
      work.post({ to: talk, customerId, content: { text: `${person(work.by.id)} ${told}` } });
    });

/** The link that was given out leads nowhere from now on; there is a new one. @throws Conflict */
export const renewPageLink = changed(
  renewLink,
  'renewed the link to the customer’s page: the one that was given out leads nowhere any more.',
);

/** The page can be opened by nobody until its link is renewed. @throws Conflict */
export const withdrawPageLink = changed(
  withdrawLink,
  'withdrew the link to the customer’s page: nobody can open it until it is renewed.',
);

const linkButton = (id: string, change: typeof renewPageLink, done: string): Interaction => ({
  id,
  press: async (request) => {
    const { deps, by, value } = request;
    const seen = readLink(value);
    await requireEarly(request, linkKeepers(seen.subject.type), doing);
    await change(deps, by, seen);
    return said(done);
  },
});

export const linkButtons: readonly Interaction[] = [
  linkButton(
    'link.renew',
    renewPageLink,
    'Renewed. Give the customer the new link: the old one leads nowhere any more.',
  ),
  linkButton(
    'link.withdraw',
    withdrawPageLink,
    'Withdrawn: nobody can open the customer’s page until you renew its link.',
  ),
];
