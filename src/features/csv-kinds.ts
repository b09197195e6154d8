import type { CsvKind } from './csv-entries.ts';
import { customersCsv } from './customers/index.ts';
import { licensesCsv } from './licenses/index.ts';

/** What can be entered from CSV files. BIL-21 */
export const csvKinds: readonly CsvKind[] = [customersCsv, licensesCsv];
