import { z } from 'zod';
import { NotFound } from '../../core/errors.ts';
import { groupBy } from '../../core/group.ts';
import type { Subject } from '../../core/subject.ts';
import { type Day, fromDbDate, toDbDate } from '../../core/time/calendar.ts';
import { Prisma, type Activity as Row } from '../../generated/prisma/client.ts';
import type { Tx } from '../../platform/db/open.ts';
import { asModel, columnsOf } from '../../platform/db/rows/as-model.ts';
import type { Work } from '../../platform/work/work.ts';
import type { Activity, ActivityState, Service } from './activity.ts';

const storedServices = z.array(
  z.object({ description: z.string(), amount: z.object({ amount: z.string(), currency: z.string() }).optional() }),
);

const toServices = (stored: unknown): readonly Service[] =>
  storedServices.parse(stored).map(({ description, amount }) => ({
    description,
    ...(amount ? { amount: { amount: BigInt(amount.amount), currency: amount.currency } } : {}),
  }));

const servicesJson = (services: readonly Service[]): Prisma.InputJsonValue =>
  services.map(({ description, amount }) => ({
    description,
    ...(amount ? { amount: { amount: amount.amount.toString(), currency: amount.currency } } : {}),
  }));

const dates = (row: Row): Pick<Activity, 'startOn' | 'estimatedOn' | 'expectedOn'> => ({
  ...(row.startOn ? { startOn: fromDbDate(row.startOn) } : {}),
  ...(row.estimatedOn ? { estimatedOn: fromDbDate(row.estimatedOn) } : {}),
  ...(row.expectedOn ? { expectedOn: fromDbDate(row.expectedOn) } : {}),
});

const texts = (
  row: Row,
): Partial<Pick<Activity, 'key' | 'about' | 'contact' | 'startedBy' | 'status' | 'endedBy' | 'endNote'>> => ({
  ...(row.key ? { key: row.key } : {}),
  ...(row.about ? { about: row.about } : {}),
  ...(row.contact ? { contact: row.contact } : {}),
  ...(row.startedBy ? { startedBy: row.startedBy } : {}),
  ...(row.status ? { status: row.status } : {}),
  ...(row.endedBy ? { endedBy: row.endedBy } : {}),
  ...(row.endNote ? { endNote: row.endNote } : {}),
});

const toActivity = (row: Row): Activity => ({
  id: row.id,
  ref: row.ref,
  type: row.type,
  description: row.description,
  ...texts(row),
  ...dates(row),
  ...(row.subjectType && row.subjectId ? { subject: { type: row.subjectType, id: row.subjectId } } : {}),
  ...(row.customerId ? { customerId: row.customerId } : {}),
  ...(row.unit ? { unit: row.unit } : {}),
  ...(row.assigneeId ? { assigneeId: row.assigneeId } : {}),
  services: toServices(row.services),
  attendees: z.array(z.string()).parse(row.attendees),
  // Written by this store only.
  state: row.state as ActivityState,
  createdBy: row.createdBy,
  createdAt: row.createdAt,
  ...(row.startedAt ? { startedAt: row.startedAt } : {}),
  ...(row.minutes === null ? {} : { minutes: row.minutes }),
  ...(row.endedAt ? { endedAt: row.endedAt } : {}),
});

const columns = columnsOf(Prisma.ActivityScalarFieldEnum);

/** The activities of many subjects of a type, by subject, oldest first. */
export const activitiesOfSubjects = async (
  tx: Tx,
  type: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Activity[]>> => {
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${columns} FROM activities WHERE subject_type = ${type} AND subject_id = ANY(${[...ids]}::uuid[]) ORDER BY id`);
  return groupBy(rows.map(toActivity), ({ subject }) => subject?.id ?? '');
};

export const activitiesOf = async (tx: Tx, { type, id }: Subject): Promise<readonly Activity[]> =>
  (await activitiesOfSubjects(tx, type, [id])).get(id) ?? [];

export const activityById = async (tx: Tx, id: string): Promise<Activity | undefined> => {
  const row = await tx.activity.findUnique({ where: { id } });
  return row ? toActivity(row) : undefined;
};

export const activityByKey = async (tx: Tx, key: string): Promise<Activity | undefined> => {
  const row = await tx.activity.findUnique({ where: { key } });
  return row ? toActivity(row) : undefined;
};

export const subjectOfActivity = async (tx: Tx, id: string): Promise<Subject | undefined> => {
  const [row] = await tx.$queryRaw<{ type: string | null; id: string | null }[]>`
    SELECT subject_type AS type, subject_id AS id FROM activities WHERE id = ${id}::uuid`;
  return row?.type && row.id ? { type: row.type, id: row.id } : undefined;
};

/** @throws NotFound */
export const lockActivity = async (work: Work, id: string): Promise<Activity> => {
  await work.tx.$queryRaw`SELECT id FROM activities WHERE id = ${id}::uuid FOR UPDATE`;
  const activity = await activityById(work.tx, id);
  if (!activity) throw new NotFound('activity');
  return activity;
};

export interface Filter {
  /** Assigned to this person, or waiting unassigned at one of these units. */
  readonly mine?: { readonly userId: string; readonly roles: readonly string[] };
  readonly customerId?: string;
}

/** Activities that are not completed, the earliest due first. ACT-2 */
export const openActivities = async (tx: Tx, filter: Filter, take: number, skip = 0): Promise<readonly Activity[]> => {
  const { mine, customerId } = filter;
  const rows = await tx.activity.findMany({
    where: {
      state: 'open',
      ...(customerId ? { customerId } : {}),
      ...(mine ? { OR: [{ assigneeId: mine.userId }, { assigneeId: null, unit: { in: [...mine.roles] } }] } : {}),
    },
    orderBy: [{ remindOn: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
    take,
    skip,
  });
  return rows.map(toActivity);
};

/** A customer's activities of all states, latest first. ACT-2 */
export const activitiesOfCustomer = async (
  tx: Tx,
  customerId: string,
  take: number,
  skip = 0,
): Promise<readonly Activity[]> => {
  const rows = await tx.activity.findMany({ where: { customerId }, orderBy: { id: 'desc' }, take, skip });
  return rows.map(toActivity);
};

const dbDay = (of: Day | undefined) => (of ? toDbDate(of) : null);

/** @returns false when there is one with the same key */
export const insertActivity = async (
  work: Work,
  activity: Omit<Activity, 'ref'>,
  remindOn: Day | undefined,
): Promise<boolean> => {
  const { count } = await work.tx.activity.createMany({
    data: {
      id: activity.id,
      key: activity.key ?? null,
      type: activity.type,
      subjectType: activity.subject?.type ?? null,
      subjectId: activity.subject?.id ?? null,
      customerId: activity.customerId ?? null,
      about: activity.about ?? null,
      description: activity.description,
      contact: activity.contact ?? null,
      startOn: dbDay(activity.startOn),
      estimatedOn: dbDay(activity.estimatedOn),
      expectedOn: dbDay(activity.expectedOn),
      services: servicesJson(activity.services),
      unit: activity.unit ?? null,
      assigneeId: activity.assigneeId ?? null,
      attendees: [...activity.attendees],
      remindOn: dbDay(remindOn),
      createdBy: activity.createdBy,
      createdAt: activity.createdAt,
    },
    skipDuplicates: true,
  });
  return count === 1;
};

/** ACT-3: begun, by whom, and how far it is. */
export const startRow = async (
  work: Work,
  { id, startedAt, startedBy }: Activity,
  status: string | undefined,
): Promise<void> => {
  await work.tx.activity.updateMany({
    where: { id, state: 'open' },
    data: { startedBy: startedBy ?? work.by.id, startedAt: startedAt ?? work.now, status: status ?? null },
  });
};

/** What is told of an activity that ends. */
export interface Ending {
  readonly state: 'completed' | 'cancelled';
  /** What is told of it, or why. */
  readonly note?: string | undefined;
  /** What was provided. */
  readonly services?: readonly Service[] | undefined;
  readonly minutes?: number | undefined;
}

/** @param planned what was to be provided, as it is again where the end is undone */
export const endRow = async (
  work: Work,
  { id, services: planned }: Pick<Activity, 'id' | 'services'>,
  { state, note, services, minutes }: Ending,
): Promise<void> => {
  await work.tx.activity.updateMany({
    where: { id, state: 'open' },
    data: {
      state,
      endedBy: work.by.id,
      endedAt: work.now,
      endNote: note ?? null,
      remindOn: null,
      ...(services ? { services: servicesJson(services), plannedServices: servicesJson(planned) } : {}),
      minutes: minutes ?? null,
    },
  });
};

export const reopenRow = async (work: Work, id: string, remindOn: Day | undefined): Promise<void> => {
  await work.tx.activity.updateMany({
    where: { id, state: 'cancelled' },
    data: { state: 'open', endedBy: null, endedAt: null, endNote: null, remindOn: dbDay(remindOn) },
  });
};

export const assignRow = async (
  work: Work,
  id: string,
  to: { readonly unit?: string | undefined; readonly assigneeId?: string | undefined },
): Promise<void> => {
  await work.tx.activity.updateMany({
    where: { id },
    data: { unit: to.unit ?? null, assigneeId: to.assigneeId ?? null },
  });
};

export const moveRow = async (
  work: Work,
  id: string,
  to: Pick<Activity, 'startOn' | 'estimatedOn' | 'expectedOn'> & { readonly remindOn: Day | undefined },
): Promise<void> => {
  await work.tx.activity.updateMany({
    where: { id },
    data: {
      startOn: dbDay(to.startOn),
      estimatedOn: dbDay(to.estimatedOn),
      expectedOn: dbDay(to.expectedOn),
      remindOn: dbDay(to.remindOn),
    },
  });
};

/** ALL-7: takes the contact out of a customer's activities, whatever their state, and answers which had one. */
export const eraseContacts = async (
  work: Work,
  customerId: string,
): Promise<readonly Pick<Activity, 'id' | 'unit' | 'assigneeId'>[]> => {
  const rows = await work.tx.$queryRaw<{ id: string; unit: string | null; assignee_id: string | null }[]>`
    UPDATE activities SET contact = NULL WHERE customer_id = ${customerId}::uuid AND contact IS NOT NULL
    RETURNING id, unit, assignee_id`;
  return rows.map(({ id, unit, assignee_id }) => ({
    id,
    ...(unit ? { unit } : {}),
    ...(assignee_id ? { assigneeId: assignee_id } : {}),
  }));
};

/** The open activities of one person. */
export const assignedTo = async (tx: Tx, userId: string): Promise<readonly string[]> => {
  const rows = await tx.activity.findMany({ where: { state: 'open', assigneeId: userId }, select: { id: true } });
  return rows.map((row) => row.id);
};

/** What the open activities of a person belong to. */
export const subjectsAssignedTo = (tx: Tx, userId: string): Promise<readonly Subject[]> =>
  tx.$queryRaw<Subject[]>`
    SELECT DISTINCT subject_type AS type, subject_id AS id FROM activities
    WHERE state = 'open' AND assignee_id = ${userId} AND subject_id IS NOT NULL`;
