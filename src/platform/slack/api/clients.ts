import { LogLevel, WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { boltLogger } from '../../process/log.ts';

interface Options {
  readonly token: string;
  readonly apiUrl: string;
  readonly log: Logger;
}

/** For answers to the person at hand and for reads. */
export const answerClient = ({ token, apiUrl, log }: Options): WebClient =>
  new WebClient(token, {
    slackApiUrl: apiUrl,
    // The SDK's own retries would post a message again after an unclear outcome, and outlive every trigger (DESIGN §4).
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 5_000,
    maxRequestConcurrency: 400,
    logger: boltLogger(log),
    logLevel: LogLevel.WARN,
  });
