import type { ReportFormat } from '../features/collections/index.ts';
import { axiaReport } from './axia/index.ts';

/** The gateways' reports that can be imported. COL-1 */
export const reportFormats: readonly ReportFormat[] = [axiaReport];
