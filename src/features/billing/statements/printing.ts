/** A statement as PDF for whoever asked: made apart from whoever answers people, and nothing that is kept: another day says something else. BIL-18 */
import { z } from 'zod';
import { NotFound, UserError } from '../../../core/errors.ts';
import type { Subject } from '../../../core/subject.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { day } from '../../../core/time/calendar.ts';
import { keepFile, letGo } from '../../../platform/files/kept-files.ts';
import { type ChunkDone, kindOf, type RunKind, runKind, startRun } from '../../../platform/runs/index.ts';
import type { By, Deps, Work } from '../../../platform/work/work.ts';
import { detailsOf, groupsOfCustomers } from '../../customers/index.ts';
import type { Press } from '../../papers/index.ts';
import { moneyReaders } from '../../reports/index.ts';
import type { Between } from '../papers/index.ts';
import { allSellers, sellerFor, withLogo } from '../sellers/index.ts';
import { requireDays } from './days.ts';
import { readStatement } from './read-statement.ts';
import type { Days } from './statement.ts';
import { statementPaper } from './statement-paper.ts';
import { statementTitle } from './statement-views.ts';

export const doing = 'see statements of account';

const dayText = z.string().transform(day);
const parameters = z.object({
  customerId: z.string(),
  first: dayText,
  last: dayText,
  /** For people. */
  title: z.string(),
});
type Asked = z.infer<typeof parameters>;

/** @throws NotFound, UserError where nobody is set up to write it */
const betweenOf = async ({ tx }: Pick<Work, 'tx'>, customerId: string): Promise<Between> => {
  const customer = await detailsOf(tx, customerId);
  if (!customer) throw new NotFound('customer');
  const seller = sellerFor(await allSellers(tx), await groupsOfCustomers(tx, [customerId]));
  if (!seller)
    throw new UserError('A statement’s PDF says who writes it, and there is no seller yet. Add one in `/bill setup`.');
  return { seller: await withLogo(tx, seller), customer };
};

const fileName = (name: string, { first, last }: Days): string =>
  `statement-${name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)}-${first}-${last}.pdf`;

const ownerOf = (runId: string): Subject => ({ type: 'run', id: runId });

const give = async (
  work: Work,
  press: Press,
  runId: string,
  { title, customerId, ...days }: Asked,
): Promise<ChunkDone> => {
  work.require(moneyReaders, doing);
  const between = await betweenOf(work, customerId);
  const statement = await readStatement(work, customerId, days);
  const pdf = await press.print(statementPaper(between, statement));
  const { hash } = await keepFile(work.tx, ownerOf(runId), [pdf], work.now);
  work.post({
    to: { user: work.by.id },
    customerId,
    key: `statement:${runId}`,
    content: {
      text: `${escapeMrkdwn(title)}, as PDF.`,
      attachments: [{ name: fileName(statement.customer.name, days), type: 'application/pdf', hash }],
    },
  });
  return { counts: { documents: 1 }, cursor: { isPosted: true } };
};

/** The message needs the file now, the run does not any more. */
const letFileGo = async (work: Work, runId: string): Promise<ChunkDone> => {
  await letGo(work.tx, ownerOf(runId));
  return { counts: {} };
};

export const statementRun = (press: Press): RunKind =>
  runKind({
    name: 'statement.print',
    parameters,
    title: ({ title }) => `${title}, as PDF`,
    roles: moneyReaders,
    doing,
    channel: 'accounting',
    timeout: 120_000,
    chunk: (work, { runId, parameters: asked, cursor }) =>
      cursor === undefined || cursor === null ? give(work, press, runId, asked) : letFileGo(work, runId),
    failed: async (work, { runId, parameters: { title }, startedBy }, problem) =>
      work.post({
        to: { user: startedBy },
        content: { text: `${escapeMrkdwn(title)} could not be printed. ${escapeMrkdwn(problem)}` },
        key: `statement:${runId}`,
      }),
  });

/** Written down; it comes to whoever asked as a direct message. BIL-18 @throws NotAllowed, NotFound, UserError @returns what it is called */
export const askForStatement = (deps: Deps, by: By, customerId: string, days: Days): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(moneyReaders, doing);
    requireDays(days, work.today);
    const { customer } = await betweenOf(work, customerId);
    const title = statementTitle({ customer, days });
    await startRun(work, kindOf(work, 'statement.print'), { customerId, ...days, title });
    return title;
  });
