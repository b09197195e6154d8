/**
 * People of the stand-in go through the work once. What the stand-in sent for each step is kept, together with a copy of the
 * project as it was just before: from that, any number of copies can be made on which the step is taken again.
 */
import type { Database } from '../../src/platform/db/open.ts';
import type { Delivery } from '../../src/sandbox/slack/index.ts';
import { copied, copyProject } from '../support/copies.ts';
import { expectOk, type Office } from '../support/office.ts';

/** What comes how often. */
export const mix = [
  { kind: 'help', share: 0.05, commits: false },
  { kind: 'list', share: 0.05, commits: false },
  { kind: 'show', share: 0.1, commits: false },
  { kind: 'approve', share: 0.3, commits: true },
  { kind: 'checklist', share: 0.15, commits: true },
  { kind: 'assign', share: 0.1, commits: true },
  { kind: 'return', share: 0.1, commits: true },
  { kind: 'mark sent', share: 0.1, commits: true },
  { kind: 'payment', share: 0.05, commits: true },
] as const;
export type Kind = (typeof mix)[number]['kind'];

export interface Recording {
  readonly templates: ReadonlyMap<Kind, Delivery>;
  /** Makes so many more copies on which this can be done; @returns the first one's number */
  readonly copies: (kind: Kind, count: number) => Promise<number>;
  /** Where the stand-in was; its response URLs begin with it. */
  readonly baseUrl: string;
}

const createProject = ({ slack, fill }: Office, customer: string): Promise<void> =>
  fill('sales', () => slack.as('sales').command('sales', '/onboard new'), {
    customer,
    project_manager: 'U0PROJMG001',
    currency: 'USD',
    set_up_fee: '1500',
    first_month: '2000',
    hardware: '900',
  });

export const record = async (db: Database, office: Office): Promise<Recording> => {
  const { slack, settled, fill } = office;
  const customer = 'Hart and Sons';
  const templates = new Map<Kind, Delivery>();
  const kept = new Map<Kind, string>();
  let next = 1;
  const copiesOf = async (projectId: string, count: number): Promise<number> => {
    const first = next;
    next += count;
    await copyProject(db, projectId, first, count);
    return first;
  };
  const keepFor = async (projectId: string, ...kinds: readonly Kind[]): Promise<void> => {
    const id = copied(projectId, await copiesOf(projectId, 1));
    for (const kind of kinds) kept.set(kind, id);
  };
  const find = (channel: string, text: string) => {
    const message = slack
      .messages(channel)
      .findLast((each) => `${each.text} ${JSON.stringify(each.blocks ?? [])}`.includes(text));
    if (!message) throw new Error(`nothing in #${channel} says ${text}`);
    return message;
  };
  const everything = (who: string) =>
    Object.fromEntries(
      (
        (slack.modals(who).at(-1)?.body.blocks ?? []) as {
          block_id: string;
          element?: { type: string; options?: { value: string }[] };
        }[]
      )
        .filter((block) => block.element?.type === 'checkboxes')
        .map((block) => [block.block_id, block.element?.options?.map((option) => option.value) ?? []]),
    );
  const tick = async (who: string): Promise<void> => {
    expectOk(await slack.as(who).click(find(who, customer), 'handoff.checklist'));
    await slack.waitFor(() => slack.modals(who).length > 0, 5_000, 'the checklist');
    expectOk(await slack.as(who).submit(everything(who)));
    await settled();
  };
  const approve = async (who: string): Promise<void> => {
    expectOk(await slack.as(who).click(find(who, customer), 'handoff.approve'));
    await settled();
  };
  const keep = (kind: Kind, how: Delivery['kind'], name: string): void => {
    const found = slack.deliveries.findLast((each) => each.kind === how && each.name === name);
    if (!found) throw new Error(`${how} ${name} was not recorded`);
    templates.set(kind, found);
  };

  await createProject(office, customer);
  const { id } = await db.prisma.project.findFirstOrThrow();
  await keepFor(id, 'checklist', 'show', 'help', 'list');
  await tick('sales');
  keep('checklist', 'view_submission', 'checklist.save');
  await keepFor(id, 'approve');
  await approve('sales');
  keep('approve', 'block_actions', 'handoff.approve');
  await keepFor(id, 'assign');
  await fill('reviewer', () => slack.as('reviewer').click(find('reviewer', customer), 'handoff.assign'), {
    assignee: 'U0REVIEW001',
  });
  keep('assign', 'view_submission', 'handoff.assign');
  await keepFor(id, 'return');
  await fill('reviewer', () => slack.as('reviewer').click(find('reviewer', customer), 'handoff.return'), {
    to: 'intake',
    reason: 'The figures do not add up.',
  });
  keep('return', 'view_submission', 'handoff.return');
  await tick('sales');
  await approve('sales');
  await tick('reviewer');
  await approve('reviewer');
  await keepFor(id, 'mark sent');
  await fill('accounting', () => slack.as('accounting').click(find('accounting', 'Set-up'), 'invoice.mark_sent'), {
    number: 'QB-1',
    sent_on: new Date().toISOString().slice(0, 10),
    location: 'Cabinet 1',
  });
  keep('mark sent', 'view_submission', 'invoice.mark_sent');
  await keepFor(id, 'payment');
  await fill('accounting', () => slack.as('accounting').click(find('accounting', 'Set-up'), 'payment.record'), {
    amount: '1500.00',
    method: 'check',
  });
  keep('payment', 'view_submission', 'payment.record');
  for (const [kind, text] of [
    ['help', 'help'],
    ['list', 'list'],
    ['show', 'show P-1'],
  ] as const) {
    expectOk(await slack.as('sales').command('sales', `/onboard ${text}`));
    keep(kind, 'command', '/onboard');
    await settled();
  }
  return {
    templates,
    baseUrl: slack.url,
    copies: (kind, count) => copiesOf(kept.get(kind) ?? '', count),
  };
};
