/** What kind of customer it is. It is read by people and never changes a bill. CUS-1 */
export interface ContractType {
  readonly id: string;
  readonly name: string;
  /** No longer offered; who has it keeps it. */
  readonly retired: boolean;
}

/** Who keeps the list of them. ALL-1 */
export const contractTypeKeepers = ['accounting', 'billing', 'admin'] as const;

/** Those offered, and what the customer has already. */
export const contractTypesOffered = (all: readonly ContractType[], current: string | null): readonly ContractType[] =>
  all.filter((each) => !each.retired || each.id === current);
