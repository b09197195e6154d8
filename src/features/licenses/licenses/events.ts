import { eventType } from '../../../platform/work/events.ts';
import type { License } from './license.ts';

/** Licenses were written down. */
export const licenseAdded = eventType<readonly License[]>('license.added');

/** What was written down about licenses was corrected: each is as it is now. */
export const licenseCorrected = eventType<readonly License[]>('license.corrected');
