import { clip } from '../../core/text/text.ts';
import { ReportRefused } from '../../features/collections/index.ts';

/** A column as its header names it; by its number where it has no name. */
export const columnName = (header: readonly string[], at: number): string => {
  const name = header[at]?.trim();
  return name ? `“${clip(name, 40)}”` : `column ${at + 1}`;
};

/**
 * Refuses a report for one of its cells, which is named as a spreadsheet shows it.
 *
 * Example: `Row 3, “Amount”: the amount is missing.`
 * @throws ReportRefused always
 */
export const refuseCell = (row: number, header: readonly string[], at: number, text: string): never => {
  throw new ReportRefused(`Row ${row}, ${columnName(header, at)}: ${text}`);
};
