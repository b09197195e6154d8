/** What is issued and goes by mail leaves together: previewed, confirmed, and done in the background. BIL-3 */
import { z } from 'zod';
import { Conflict, FieldErrors, UserError } from '../../../core/errors.ts';
import { clip } from '../../../core/text/text.ts';
import { day, formatDay } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { linkTo } from '../../../platform/links/index.ts';
import { type ChunkDone, kindOf, type RunKind, runKind, startRun } from '../../../platform/runs/index.ts';
import type { Contributions } from '../../../platform/work/contributions.ts';
import type { By, Deps, Work } from '../../../platform/work/work.ts';
import type { Press } from '../../papers/index.ts';
import { type Invoice, invoiceById, invoiceRef, lockInvoice, moneyRoles } from '../invoices/index.ts';
import { checkDraft, type Draft } from '../letters/index.ts';
import { keepPaper } from '../papers/index.ts';
import { type Bill, proposed } from './letter.ts';
import { countLetters, idOfRef, type SendingScope, toSend } from './store.ts';
import { billOf, nameOf, occasionOf, refuseOthers, writeLetter } from './write-letter.ts';

export const sendingRun = 'invoices.send';
export const doing = 'send invoices';
export const noneWaits =
  'No invoice of these days waits to be sent by mail: they were sent, or their customers get them another way.';
const atOnce = 50;
const mostNamed = 30;

const aDay = z.string().transform(day);
const scopeSchema = z.object({ from: aDay, to: aDay });

const cursorSchema = z.object({ after: z.string(), named: z.array(z.tuple([z.string(), z.string()])) });
type Named = z.infer<typeof cursorSchema>['named'];

interface Reader {
  readonly tx: Tx;
  readonly contributions: Contributions;
}

interface Letter {
  readonly bill: Bill;
  readonly draft: Draft;
}

/** An invoice's letter as the form of one proposes it. */
const letterOf = async ({ tx, contributions }: Reader, invoice: Invoice): Promise<Letter> => {
  const [bill, occasion, link] = await Promise.all([
    billOf(tx, invoice),
    occasionOf(contributions, tx, invoice),
    linkTo(contributions, tx, { type: 'invoice', id: invoice.id }),
  ]);
  const draft = await proposed(tx, bill, occasion, link?.url);
  if (draft.to.length === 0)
    throw new UserError('It has no address to go to. Enter one with “Edit” in the customer’s window.');
  checkDraft(draft);
  return { bill, draft };
};

const reasonOf = (error: unknown): string => {
  if (error instanceof FieldErrors) return Object.values(error.fields).join(' ');
  if (error instanceof UserError || error instanceof Conflict) return error.message;
  throw error;
};

/** What cannot be sent stays aside with its reason, and nothing else with it. */
const each = async (
  work: Pick<Reader, 'tx'>,
  ids: readonly string[],
  handle: (id: string) => Promise<void>,
): Promise<readonly { readonly item: string; readonly reason: string }[]> => {
  const aside: { item: string; reason: string }[] = [];
  for (const id of ids) {
    try {
      await handle(id);
    } catch (error) {
      const reason = reasonOf(error);
      const invoice = await invoiceById(work.tx, id);
      if (invoice)
        aside.push({ item: invoiceRef(invoice), reason: `${await nameOf(work.tx, invoice.customerId)}: ${reason}` });
    }
  }
  return aside;
};

/** The first letters that can be written, at most so many, and what stands before them and cannot. */
export const firstLetters = async (work: Reader, scope: SendingScope, most: number) => {
  const letters: Letter[] = [];
  const aside = await each(work, await toSend(work.tx, { ...scope, after: undefined, take: atOnce }), async (id) => {
    const invoice = letters.length < most ? await invoiceById(work.tx, id) : undefined;
    if (invoice) letters.push(await letterOf(work, invoice));
  });
  return { letters, aside };
};

const previewChunk = async (work: Work, scope: SendingScope, stored: unknown): Promise<ChunkDone> => {
  const before = stored ? cursorSchema.parse(stored) : { after: undefined, named: [] as Named };
  const ids = await toSend(work.tx, { ...scope, after: before.after, take: atOnce });
  const aside = await each(work, ids, async (id) => {
    const invoice = await invoiceById(work.tx, id);
    if (invoice) await letterOf(work, invoice);
  });
  const named = [...before.named, ...aside.map(({ item, reason }): Named[number] => [item, clip(reason, 200)])].slice(
    0,
    mostNamed,
  );
  const counts = { letters: ids.length - aside.length, leftAside: aside.length };
  const last = ids.at(-1);
  if (last !== undefined && ids.length === atOnce) return { counts, cursor: { after: last, named } };
  return named.length === 0
    ? { counts }
    : { counts, tables: [{ caption: 'What cannot be sent', columns: ['Invoice', 'Why'], rows: named }] };
};

/** Printed before anything is held; what cannot be printed stays aside then, and says so. BIL-12 */
const printFirst = async (deps: Deps, press: Press, ids: readonly string[]): Promise<void> => {
  for (const id of ids)
    await keepPaper(deps, press, { type: 'invoice', id }).catch((error: unknown) =>
      deps.log.warn({ err: error, invoice: id }, 'an invoice that is to be sent could not be printed'),
    );
};

const idOfItem = (tx: Tx, item: string): Promise<string | undefined> => idOfRef(tx, Number(item.replace(/^I-/, '')));

/** What somebody did with it since it was found is seen once it is locked. ALL-3 */
const send = async (work: Work, runId: string, id: string): Promise<void> => {
  const invoice = await lockInvoice(work, id);
  refuseOthers(invoice);
  if (invoice.sent || (await countLetters(work.tx, id)) > 0)
    throw new UserError('Somebody sent it meanwhile. Should it go once more, send it again from its window.');
  const { bill, draft } = await letterOf(work, invoice);
  await writeLetter(work, bill, draft, { purpose: 'bill', runId });
};

export const sendingKind = (press: Press): RunKind =>
  runKind<SendingScope>({
    name: sendingRun,
    parameters: scopeSchema,
    title: ({ from, to }) => `Invoices of ${formatDay(from)} to ${formatDay(to)}, by mail`,
    roles: moneyRoles,
    doing,
    channel: 'accounting',
    timeout: 60_000,
    prepare: async (deps, { parameters, cursor, item }) => {
      const { prisma } = deps.db;
      const after = cursor ? cursorSchema.parse(cursor).after : undefined;
      const one = item === undefined ? undefined : await idOfItem(prisma, item);
      const ids = item === undefined ? await toSend(prisma, { ...parameters, after, take: atOnce }) : one ? [one] : [];
      await printFirst(deps, press, ids);
    },
    preview: (work, { parameters, cursor }) => previewChunk(work, parameters, cursor),
    chunk: async (work, { runId, parameters, cursor }) => {
      const after = cursor ? cursorSchema.parse(cursor).after : undefined;
      const ids = await toSend(work.tx, { ...parameters, after, take: atOnce });
      const parked = await each(work, ids, (id) => send(work, runId, id));
      const counts = { letters: ids.length - parked.length, leftAside: parked.length };
      const last = ids.at(-1);
      return {
        counts,
        parked,
        ...(last !== undefined && ids.length === atOnce ? { cursor: { after: last, named: [] } } : {}),
      };
    },
    retryItem: async (work, { runId }, item) => {
      const id = await idOfItem(work.tx, item);
      if (!id) throw new UserError(`There is no invoice ${item} any more.`);
      try {
        await send(work, runId, id);
      } catch (error) {
        throw new UserError(reasonOf(error));
      }
    },
  });

/** BIL-3: previewed first; nothing leaves before somebody confirms it. @throws FieldErrors where none waits */
export const startSending = (deps: Deps, by: By, scope: SendingScope): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    if (scope.to < scope.from)
      throw new FieldErrors({ to: 'It ends before it begins. Choose the first day or a later one.' });
    if ((await toSend(work.tx, { ...scope, after: undefined, take: 1 })).length === 0)
      throw new FieldErrors({ from: noneWaits });
    return startRun(work, kindOf(work, sendingRun), scope, { isPreview: true });
  });
