import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import pino, { type DestinationStream, type Logger } from 'pino';
import { scrub } from '../../core/text/card-numbers.ts';

/**
 * Structured logs on stdout. Whatever is logged passes the scrubber last, so that no card number, token or secret gets out,
 * wherever in a nested error it hid (DESIGN §8).
 */
export const createLogger = (level: string, secrets: readonly string[], destination?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: errorSummary },
    },
    {
      write: (line: string) => {
        const clean = scrub(line, secrets);
        if (destination) destination.write(clean);
        else process.stdout.write(clean);
      },
    },
  );

/** The allow-list: of an error only its name, code, message, stack and cause are logged, never the request it carries. */
const errorSummary = (error: unknown): object => {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    name,
    message,
    ...(code ? { code } : {}),
    stack,
    ...(cause === undefined ? {} : { cause: errorSummary(cause) }),
  };
};

/** Bolt's and the SDK's own lines, one level down: their warnings about bad signatures and the like are not faults of ours. */
export const boltLogger = (log: Logger): BoltLogger => {
  const child = log.child({ part: 'slack-sdk' });
  const line = (args: readonly unknown[]) =>
    args.map((arg) => (arg instanceof Error ? arg.message : String(arg))).join(' ');
  return {
    debug: (...args) => child.trace(line(args)),
    info: (...args) => child.debug(line(args)),
    warn: (...args) => child.info(line(args)),
    error: (...args) => child.warn(line(args)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.DEBUG,
    setName: () => undefined,
  };
};
