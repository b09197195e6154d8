/** Accounting's desk before the first kill: invoices to be issued, others to be credited, and who presses what. */

import { readConfig } from '../../../src/config.ts';
import { money } from '../../../src/core/money/money.ts';
import { unitPriceOf } from '../../../src/core/money/unit-price.ts';
import { day } from '../../../src/core/time/calendar.ts';
import {
  draftInvoice,
  issueLocked,
  linesOf,
  lockInvoice,
  presentInvoices,
  readShown,
  writeShown,
} from '../../../src/features/billing/invoices/index.ts';
import { addSeller } from '../../../src/features/billing/sellers/index.ts';
import { addTax } from '../../../src/features/billing/taxes/index.ts';
import { findOrCreateCustomer } from '../../../src/features/customers/index.ts';
import { startBaton } from '../../../src/main.ts';
import type { Database } from '../../../src/platform/db/open.ts';
import { type Deps, system } from '../../../src/platform/work/work.ts';
import { manifestOptions } from '../../../src/sandbox/manifest.ts';
import { type Slack, startSlack } from '../../../src/sandbox/slack/index.ts';
import { aSeller } from '../../../test/support/billing.ts';
import { silent } from '../../../test/support/database.ts';
import { batonEnv } from '../../support/office.ts';
import { fillRolesOf } from '../../support/roles.ts';
import { type RecordedForm, recordForm } from '../../support/submissions.ts';

/** An invoice that is to be issued, or one that is issued and to be credited. */
export interface Paper {
  readonly id: string;
  /** Of its only line. */
  readonly lineId: string;
  /** Names what the form for its credit shows: one that was opened on other figures is refused. */
  readonly shown: string;
}

/** As many as one transaction makes in time, also on a busy machine. */
const perCustomer = 5;

/** So many invoices that accounting has before it, in transactions of one customer each; issued ones on request. */
const makePapers = async (deps: Deps, count: number, isIssued: boolean): Promise<readonly Paper[]> => {
  const papers: Paper[] = [];
  for (let customer = 1; papers.length < count; customer++) {
    await deps.transact(system, async (work) => {
      const name = `${isIssued ? 'Credited' : 'Invoiced'} ${customer}.`;
      const { id: customerId } = await findOrCreateCustomer(work, { name, currency: 'USD' });
      const line = {
        description: 'Managed services',
        quantity: 1,
        unitPrice: unitPriceOf(money(100_00, 'USD')),
        taxCategory: 'services',
      };
      for (let n = 0; n < perCustomer && papers.length < count; n++) {
        const draft = await draftInvoice(work, { customerId, label: 'Services', lines: [line] });
        await presentInvoices(work, draft.subject);
        if (isIssued) await issueLocked(work, await lockInvoice(work, draft.id));
        const invoice = await lockInvoice(work, draft.id);
        const { shown = '' } = readShown(await writeShown(work.tx, invoice, 'money'));
        papers.push({ id: draft.id, lineId: (await linesOf(work.tx, draft))[0]?.id ?? '', shown });
      }
    });
  }
  return papers;
};

export interface Desk {
  /** The stand-in, which outlives every Baton. */
  readonly slack: Slack;
  readonly drafts: readonly Paper[];
  readonly issued: readonly Paper[];
  /** Presses Issue, or Credit for all that is left; the same serial is the same request. */
  issue(port: number, paper: Paper, by: string, serial: string): ReturnType<RecordedForm['send']>;
  credit(port: number, paper: Paper, by: string, serial: string): ReturnType<RecordedForm['send']>;
  close(): Promise<void>;
}

/** Everybody who issues here. */
export const issuers = ['U0ACCTNG001', 'U0BILLNG001', 'U0MANAGE001'] as const;
const [accounting] = issuers;

/** Writes it all into an empty database, with a Baton of its own that is stopped afterwards. */
export const prepareDesk = async (
  db: Database,
  count: { readonly drafts: number; readonly issued: number },
): Promise<Desk> => {
  const slack = await startSlack({ ...manifestOptions(), mode: 'http', logSize: 500 });
  await fillRolesOf(db, slack);
  for (const userId of issuers.slice(1)) await db.prisma.roleMember.create({ data: { role: 'accounting', userId } });
  const config = readConfig({ ...batonEnv(slack), MESSAGE_INTERVAL_MS: '0' });
  const baton = await startBaton({ config, log: silent, db: { ...db, close: async () => undefined } });
  slack.setEventsUrl(`http://127.0.0.1:${baton.port}/slack/events`);
  const settled = async (): Promise<void> => {
    await slack.settled();
    await baton.delivered();
    await slack.settled();
  };
  await addSeller(baton.deps, system, aSeller);
  await addTax(baton.deps, system, {
    code: 'S',
    name: 'Sales tax',
    rate: 200_000,
    treatment: 'taxed',
    category: 'services',
    jurisdiction: '*',
    seller: '*',
    validFrom: day('2020-01-01'),
  });
  const [recordedDraft, ...drafts] = await makePapers(baton.deps, count.drafts + 1, false);
  const [recordedIssued, ...issued] = await makePapers(baton.deps, count.issued + 1, true);
  await settled();
  const record = async (paper: Paper | undefined, action: string, values: Record<string, string>) => {
    if (!paper) throw new Error('no invoice to record with');
    const message = slack.messages('accounting').find((each) => JSON.stringify(each.blocks ?? []).includes(paper.id));
    if (!message) throw new Error(`no message of invoice ${paper.id}`);
    await slack.as('accounting').click(message, action);
    await slack.waitFor(() => slack.modals('accounting').length > 0, 20_000, 'a form');
    await slack.as('accounting').submit(values);
    await settled();
    const form = recordForm(slack);
    return {
      form,
      send: (port: number, { id, lineId, shown }: Paper, by: string, serial: string) =>
        form.send(port, serial, { [paper.id]: id, [paper.lineId]: lineId, [paper.shown]: shown, [accounting]: by }),
    };
  };
  const issue = await record(recordedDraft, 'invoice.issue', {});
  const credit = await record(recordedIssued, 'credit.issue', { reason: 'as agreed' });
  await baton.stop('all is prepared');
  return {
    slack,
    drafts,
    issued,
    issue: issue.send,
    credit: credit.send,
    close: async () => {
      issue.form.close();
      credit.form.close();
      await slack.close();
    },
  };
};
