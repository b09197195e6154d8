import { z } from 'zod';
import { isZone } from './core/calendar.ts';

/** The only reader of process.env. Every variable stands in .env.example with what it does; a test compares the two. */
const text = z.string().trim().min(1);
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

export const environment = z.object({
  SLACK_BOT_TOKEN: text.startsWith('xoxb-', 'must be the bot token, which begins with xoxb-'),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_APP_TOKEN: text.startsWith('xapp-', 'must be an app-level token, which begins with xapp-').optional(),
  SLACK_API_URL: z.url().default('https://slack.com/api/'),
  DATABASE_URL: text.optional(),
  DATABASE_POOL_SIZE: whole(2, 200).default(10),
  EMBEDDED_DATABASE_DIR: text.default('.baton/data'),
  AUDIT_KEY: text
    .refine((keys) => keys.split(',').every((key) => key.trim().length >= 32), {
      message: 'must be 32 characters or more that nobody can guess: openssl rand -hex 32 makes some',
    })
    .optional(),
  PORT: whole(0, 65535).default(3000),
  HOST: text.default('0.0.0.0'),
  PROCESS: z.enum(['all', 'web', 'worker']).default('all'),
  TIME_ZONE: text.refine(isZone, 'must be an IANA zone such as Europe/Rome').default('UTC'),
  ADMIN_USER_IDS: z
    .string()
    .default('')
    .transform((list) => list.split(/[\s,]+/).filter(Boolean)),
  PLAYBOOKS_DIR: text.optional(),
  DECISION_TIMEOUT_MS: whole(100, 60_000).default(2000),
  DELIVERY_HOLD: z.enum(['0', '1']).default('0'),
  MESSAGE_INTERVAL_MS: whole(0, 60_000).default(1000),
  REQUEST_LIMIT_KB: whole(16, 10_240).default(1024),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: text.optional(),
});

export type Config = Readonly<z.output<typeof environment>>;

/** Reads and checks the environment; throws one Error whose message names every variable that is wrong and why. */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = environment.safeParse(given);
  const problems = parsed.success
    ? crossChecks(parsed.data)
    : parsed.error.issues.map((issue) => {
        const name = issue.path.join('.');
        return `${name}: ${given[name] === undefined ? 'is missing' : issue.message}`;
      });
  if (!parsed.success || problems.length > 0) {
    throw new Error(`Baton cannot start with this configuration (see .env.example):\n  ${problems.join('\n  ')}`);
  }
  return parsed.data;
};

const crossChecks = (config: Config): string[] => [
  ...(config.SLACK_APP_TOKEN || config.SLACK_SIGNING_SECRET || config.PROCESS === 'worker'
    ? []
    : ['SLACK_SIGNING_SECRET: is missing (or set SLACK_APP_TOKEN to use Socket Mode)']),
  ...(config.NODE_ENV === 'production' && !config.DATABASE_URL
    ? [
        'DATABASE_URL: is missing. The embedded database never forces its writes to disk, so a power cut can lose what was acknowledged: production needs PostgreSQL 15 or newer',
      ]
    : []),
  ...(config.PROCESS !== 'all' && !config.DATABASE_URL
    ? ['PROCESS: web and worker share one PostgreSQL; the embedded database belongs to a single process (PROCESS=all)']
    : []),
];

/** Where the database is, for commands that need nothing else. */
export const databaseConfig = (env: Readonly<Record<string, string | undefined>>) => {
  const {
    DATABASE_URL,
    EMBEDDED_DATABASE_DIR,
    AUDIT_KEY: auditKey,
  } = environment.pick({ DATABASE_URL: true, EMBEDDED_DATABASE_DIR: true, AUDIT_KEY: true }).parse({
    DATABASE_URL: env.DATABASE_URL || undefined,
    EMBEDDED_DATABASE_DIR: env.EMBEDDED_DATABASE_DIR || undefined,
    AUDIT_KEY: env.AUDIT_KEY || undefined,
  });
  return DATABASE_URL
    ? { url: DATABASE_URL, embeddedDir: undefined, auditKey }
    : { url: undefined, embeddedDir: EMBEDDED_DATABASE_DIR, auditKey };
};
