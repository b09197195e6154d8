import { type Day, fromDbDate, toDbDate } from '../../../core/time/calendar.ts';
import { Prisma, type Contract as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../platform/db/rows/as-model.ts';
import type { Work } from '../../../platform/work/work.ts';
import { nameKey } from '../customer.ts';
import type { Contract } from './contract.ts';

const columns = columnsOf(Prisma.ContractScalarFieldEnum);

const toContract = (row: Row): Contract => ({
  id: row.id,
  customerId: row.customerId,
  number: row.number,
  parties: row.parties,
  startOn: fromDbDate(row.startOn),
  endOn: fromDbDate(row.endOn),
  termMonths: row.termMonths,
  renews: row.renews,
  noticeDays: row.noticeDays,
  signedOn: row.signedOn && fromDbDate(row.signedOn),
  owner: row.owner,
  notice:
    row.noticeReceivedOn && row.noticeEffectiveOn && row.noticeRecordedBy && row.noticeRecordedAt
      ? {
          from: row.noticeFrom,
          receivedOn: fromDbDate(row.noticeReceivedOn),
          effectiveOn: fromDbDate(row.noticeEffectiveOn),
          recordedBy: row.noticeRecordedBy,
          recordedAt: row.noticeRecordedAt,
        }
      : null,
});

/** The contracts of all these customers, newest first. */
export const contractsOf = async (tx: Tx, customerIds: readonly string[]): Promise<readonly Contract[]> => {
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${columns} FROM contracts WHERE customer_id = ANY(${[...customerIds]}::uuid[])
    ORDER BY customer_id, start_on DESC, id`);
  return rows.map(toContract);
};

/** Every contract, with whose it is. */
export const allContracts = async (
  tx: Tx,
): Promise<readonly { readonly contract: Contract; readonly customer: string }[]> => {
  const rows = await tx.contract.findMany({
    include: { customer: { select: { name: true } } },
    orderBy: [{ endOn: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ customer, ...row }) => ({ contract: toContract(row), customer: customer.name }));
};

export const contractById = async (tx: Tx, id: string): Promise<Contract | undefined> => {
  const [row] = await asModel<Row>(tx.$queryRaw`SELECT ${columns} FROM contracts WHERE id = ${id}::uuid`);
  return row && toContract(row);
};

/** The names of the groups that point to a contract. */
export const groupsOfContract = async (tx: Tx, contractId: string): Promise<readonly string[]> =>
  (await tx.billingGroup.findMany({ where: { contractId }, select: { name: true } })).map(({ name }) => name);

/** Of a locked contract that no group points to. */
export const deleteContract = async (tx: Tx, id: string): Promise<void> => {
  await tx.contract.delete({ where: { id }, select: { id: true } });
};

/** Locks the row and reads it. */
export const lockContract = async (work: Work, id: string): Promise<Contract | undefined> => {
  const [row] = await asModel<Row>(
    work.tx.$queryRaw`SELECT ${columns} FROM contracts WHERE id = ${id}::uuid FOR UPDATE`,
  );
  return row && toContract(row);
};

/** By which day somebody is to be reminded: `noticeBy` is the last day to give notice, none when nothing is to be said. */
const values = (contract: Contract, noticeBy: Day | undefined) => ({
  number: contract.number,
  numberKey: nameKey(contract.number),
  parties: contract.parties,
  startOn: toDbDate(contract.startOn),
  endOn: toDbDate(contract.endOn),
  termMonths: contract.termMonths,
  renews: contract.renews,
  noticeDays: contract.noticeDays,
  signedOn: contract.signedOn && toDbDate(contract.signedOn),
  owner: contract.owner,
  noticeFrom: contract.notice?.from ?? null,
  noticeReceivedOn: contract.notice ? toDbDate(contract.notice.receivedOn) : null,
  noticeEffectiveOn: contract.notice ? toDbDate(contract.notice.effectiveOn) : null,
  noticeRecordedBy: contract.notice?.recordedBy ?? null,
  noticeRecordedAt: contract.notice?.recordedAt ?? null,
  noticeBy: noticeBy ? toDbDate(noticeBy) : null,
});

/** @returns false when the customer has a contract of that number */
export const insertContract = async (work: Work, contract: Contract, noticeBy: Day | undefined): Promise<boolean> => {
  const { id, customerId } = contract;
  const { count } = await work.tx.contract.createMany({
    data: { id, customerId, ...values(contract, noticeBy), createdBy: work.by.id, createdAt: work.now },
    skipDuplicates: true,
  });
  return count === 1;
};

/** Of a locked contract. @returns false when another contract of the customer has that number */
export const updateContract = async (work: Work, contract: Contract, noticeBy: Day | undefined): Promise<boolean> => {
  const key = { customerId: contract.customerId, numberKey: nameKey(contract.number) };
  const other = await work.tx.contract.findUnique({ where: { customerId_numberKey: key }, select: { id: true } });
  if (other && other.id !== contract.id) return false;
  await work.tx.contract.update({ where: { id: contract.id }, data: values(contract, noticeBy), select: { id: true } });
  return true;
};

/** Locks contracts whose last day to give notice has come near and of which nobody was reminded; another replica's are passed over. */
export const takeNearing = async (work: Work, until: Day, limit: number): Promise<readonly Contract[]> => {
  const rows = await asModel<Row>(work.tx.$queryRaw`
    SELECT ${columns} FROM contracts
    WHERE notice_by <= ${toDbDate(until)}::date AND (reminded_of IS NULL OR reminded_of <> notice_by)
    ORDER BY notice_by, id LIMIT ${limit} FOR UPDATE SKIP LOCKED`);
  return rows.map(toContract);
};

/** Locks contracts whose last day to give notice has passed: they are renewed, or over. */
export const takePassed = async (work: Work, today: Day, limit: number): Promise<readonly Contract[]> => {
  const rows = await asModel<Row>(work.tx.$queryRaw`
    SELECT ${columns} FROM contracts WHERE notice_by < ${toDbDate(today)}::date
    ORDER BY notice_by, id LIMIT ${limit} FOR UPDATE SKIP LOCKED`);
  return rows.map(toContract);
};

export const markReminded = async (work: Work, ids: readonly string[]): Promise<void> => {
  await work.tx.$executeRaw`UPDATE contracts SET reminded_of = notice_by WHERE id = ANY(${[...ids]}::uuid[])`;
};

export const setNoticeBy = async (work: Work, id: string, noticeBy: Day | undefined): Promise<void> => {
  await work.tx.contract.update({
    where: { id },
    data: { noticeBy: noticeBy ? toDbDate(noticeBy) : null },
    select: { id: true },
  });
};

/** ALL-7. @returns how many names were erased */
export const eraseNoticeFrom = (work: Work, customerId: string): Promise<number> =>
  work.tx.$executeRaw`
    UPDATE contracts SET notice_from = NULL WHERE customer_id = ${customerId}::uuid AND notice_from IS NOT NULL`;

/** Those of which nobody was reminded yet, with a last day to give notice by a day. */
export const countNearing = async (tx: Tx, until: Day): Promise<number> => {
  const [row] = await tx.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM contracts
    WHERE notice_by <= ${toDbDate(until)}::date AND (reminded_of IS NULL OR reminded_of <> notice_by)`;
  return row?.n ?? 0;
};
