import type { Tx } from '../../../../platform/db/open.ts';

/**
 * What hardware is wanted, in sales' words, as purchase shows it. It stands in the project's own row, which every reader of a
 * project has at hand: a table of its own would cost each of them a statement.
 */
export const writeHardwareText = async (tx: Tx, projectId: string, text: string): Promise<void> => {
  await tx.$executeRaw`UPDATE projects SET hardware_text = ${text} WHERE id = ${projectId}::uuid`;
};
