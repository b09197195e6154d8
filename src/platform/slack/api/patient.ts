import type { Wall } from '../../process/wall.ts';

/** Asks Slack for something, in whatever way. */
export type Ask = <T>(question: () => Promise<T>) => Promise<T>;

const mostFailures = 5;
const firstWaitMs = 1_000;

const field = (from: unknown, key: string): unknown =>
  typeof from === 'object' && from !== null ? Reflect.get(from, key) : undefined;

const transient = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);

/** What Slack decided is said again by asking again; what broke off, or was too much at once, is not. */
const waitMs = (error: unknown, failures: number): number | undefined => {
  switch (field(error, 'code')) {
    case 'slack_webapi_rate_limited_error': {
      const seconds = Number(field(error, 'retryAfter'));
      return seconds > 0 ? seconds * 1000 : 30_000;
    }
    case 'slack_webapi_platform_error':
      if (!transient.has(String(field(field(error, 'data'), 'error')))) return undefined;
  }
  return failures <= mostFailures ? firstWaitMs * 2 ** (failures - 1) : undefined;
};

/**
 * For jobs that read much: waits as long as Slack says and asks again, however often; what broke off is asked again up to
 * five times. Nobody waits for the answer. @throws what Slack refuses
 */
export const patient =
  (wall: Wall): Ask =>
  async (question) => {
    for (let failures = 0; ; ) {
      try {
        return await question();
      } catch (error) {
        const limited = field(error, 'code') === 'slack_webapi_rate_limited_error';
        if (!limited) failures += 1;
        const wait = waitMs(error, failures);
        if (wait === undefined) throw error;
        await new Promise<void>((resolve) => void wall.after(wait, resolve));
      }
    }
  };

/** For whoever has to answer somebody: once. */
export const once: Ask = (question) => question();
