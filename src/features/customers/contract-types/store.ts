import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import { nameKey } from '../customer.ts';
import type { ContractType } from './contract-type.ts';

/** All of them, by name: there are a handful. */
export const allContractTypes = (tx: Tx): Promise<readonly ContractType[]> =>
  tx.$queryRaw<ContractType[]>`SELECT id, name, retired FROM contract_types ORDER BY name_key`;

/** @returns false when there is one of that name */
export const insertContractType = async (work: Work, { id, name, retired }: ContractType): Promise<boolean> => {
  const { count } = await work.tx.contractType.createMany({
    data: { id, name, nameKey: nameKey(name), retired, createdBy: work.by.id, createdAt: work.now },
    skipDuplicates: true,
  });
  return count === 1;
};

/** Locks the row and reads it. */
export const lockContractType = async (work: Work, id: string): Promise<ContractType | undefined> => {
  const [row] = await work.tx.$queryRaw<ContractType[]>`
    SELECT id, name, retired FROM contract_types WHERE id = ${id}::uuid FOR UPDATE`;
  return row;
};

/** @returns false when another has that name */
export const updateContractType = async (work: Work, { id, name, retired }: ContractType): Promise<boolean> => {
  const other = await work.tx.contractType.findUnique({ where: { nameKey: nameKey(name) }, select: { id: true } });
  if (other && other.id !== id) return false;
  await work.tx.contractType.update({ where: { id }, data: { name, nameKey: nameKey(name), retired } });
  return true;
};
