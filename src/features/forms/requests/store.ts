import { newId } from '../../../core/ids.ts';
import { type Day, fromDbDate, toDbDate } from '../../../core/time/calendar.ts';
import type { FormRequest as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { PageOfRows } from '../../../platform/slice/slice.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type FormDefinition, formSchema } from '../../playbooks/index.ts';
import type { Answers, FormRequest, RequestState } from './request.ts';

const columns = {
  id: true,
  projectId: true,
  customerId: true,
  form: true,
  state: true,
  answers: true,
  accepted: true,
  expiresOn: true,
  requestedBy: true,
  requestedAt: true,
  returnedAt: true,
  reason: true,
  version: true,
} as const;

const toRequest = (row: Pick<Row, keyof typeof columns>): FormRequest => ({
  ...row,
  form: formSchema.parse(row.form),
  // Both columns are written by this store only.
  state: row.state as RequestState,
  answers: row.answers as Answers,
  expiresOn: fromDbDate(row.expiresOn),
  returnedAt: row.returnedAt ?? undefined,
  reason: row.reason ?? undefined,
});

export const requestById = async (tx: Tx, id: string): Promise<FormRequest | undefined> => {
  const row = await tx.formRequest.findUnique({ where: { id }, select: columns });
  return row ? toRequest(row) : undefined;
};

/** Locked until the transaction ends. */
export const lockRequest = async (tx: Tx, id: string): Promise<FormRequest | undefined> => {
  await tx.$queryRaw`SELECT id FROM form_requests WHERE id = ${id}::uuid FOR UPDATE`;
  return requestById(tx, id);
};

/** A project's, latest first. */
export const requestsOf = async (tx: Tx, projectId: string, page: PageOfRows): Promise<readonly FormRequest[]> =>
  (await tx.formRequest.findMany({ where: { projectId }, select: columns, orderBy: { id: 'desc' }, ...page })).map(
    toRequest,
  );

/** The latest of a customer. */
export const latestRequestOf = async (tx: Tx, customerId: string): Promise<string | undefined> =>
  (await tx.formRequest.findFirst({ where: { customerId }, select: { id: true }, orderBy: { id: 'desc' } }))?.id;

/** Whether this form is out already. */
export const openRequest = async (tx: Tx, projectId: string, form: string, today: Day): Promise<boolean> =>
  (await tx.formRequest.count({
    where: {
      projectId,
      state: 'requested',
      form: { path: ['key'], equals: form },
      expiresOn: { gte: toDbDate(today) },
    },
  })) > 0;

export const insertRequest = async (
  work: Work,
  of: {
    readonly projectId: string;
    readonly customerId: string;
    readonly form: FormDefinition;
    readonly expiresOn: Day;
  },
): Promise<string> => {
  const id = newId();
  const { projectId, customerId, form, expiresOn } = of;
  await work.tx.formRequest.create({
    data: {
      id,
      projectId,
      customerId,
      form,
      state: 'requested',
      answers: {},
      accepted: [],
      expiresOn: toDbDate(expiresOn),
      requestedBy: work.by.id,
      requestedAt: work.now,
    },
    select: { id: true },
  });
  return id;
};

interface Changes {
  readonly answers?: Answers;
  readonly accepted?: readonly string[];
  readonly state?: RequestState;
  readonly returnedAt?: Date;
  readonly address?: string;
  readonly reason?: string;
  readonly endedBy?: string;
  readonly endedAt?: Date;
}

/** The caller has locked it. */
export const updateRequest = async (tx: Tx, id: string, { accepted, ...changes }: Changes): Promise<void> => {
  await tx.formRequest.update({
    where: { id },
    data: { ...changes, ...(accepted ? { accepted: [...accepted] } : {}), version: { increment: 1 } },
    select: { id: true },
  });
};

/** ALL-7 @returns how many values were erased */
export const eraseAnswers = (tx: Tx, customerId: string): Promise<number> =>
  tx.$executeRaw`
    UPDATE form_requests SET answers = '{}', address = NULL, reason = NULL, version = version + 1
    WHERE customer_id = ${customerId}::uuid AND (answers <> '{}' OR address IS NOT NULL OR reason IS NOT NULL)`;
