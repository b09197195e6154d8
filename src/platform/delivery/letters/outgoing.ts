import type { Slice } from '../../slice/slice.ts';
import { type Contributions, contribute, point } from '../../work/contributions.ts';

const servers = point<true>('mail.servers');

/** Whether there is a mail server (SMTP_URL): who writes letters by itself writes none where there is none. */
export const sendsMail = (contributions: Contributions): boolean => contributions.to(servers).length > 0;

/** @param isSet whether SMTP_URL is set */
export const mailServerSlice = (isSet: boolean): Slice => ({
  name: 'mail server',
  contributes: isSet ? [contribute(servers, true)] : [],
});
