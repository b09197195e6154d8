import type { Tx } from '../../../../platform/db/open.ts';

/** What hardware is wanted, in sales' words, as purchase shows it. */
export const writeHardwareText = async (tx: Tx, projectId: string, text: string): Promise<void> => {
  await tx.$executeRaw`UPDATE projects SET hardware_text = ${text} WHERE id = ${projectId}::uuid`;
};
