import { eventType } from '../../../platform/work/events.ts';
import type { License } from './license.ts';

/** A license was written down. */
export const licenseAdded = eventType<{ readonly license: License }>('license.added');

/** What was written down about a license was corrected: `license` is as it is now. */
export const licenseCorrected = eventType<{ readonly license: License }>('license.corrected');
