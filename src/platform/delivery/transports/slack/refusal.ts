import { inWords } from './words.ts';

/** As if Slack had refused it: nothing was asked, or nothing came of it. */
export const refusal = (error: string): Error =>
  Object.assign(new Error(inWords(error)), { code: 'slack_webapi_platform_error', data: { ok: false, error } });
