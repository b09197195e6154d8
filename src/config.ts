import { z } from 'zod';
import { UserError } from './core/errors.ts';
import { isZone } from './core/time/calendar.ts';

/** The only reader of process.env. Every variable stands in .env.example with what it does; a test compares the two. */
const text = z.string().trim().min(1);
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const yours =
  'must be postgres://user:password@host:5432/name; in the password, write @ # / ? % as %40 %23 %2F %3F %25';
const users = /^[UW][A-Z0-9]+$/;
const sender = /^(?:[^<>@]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;

export const environment = z.object({
  SLACK_BOT_TOKEN: text.startsWith('xoxb-', 'must be the bot token, which begins with xoxb-'),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_APP_TOKEN: text.startsWith('xapp-', 'must be an app-level token, which begins with xapp-').optional(),
  SLACK_API_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address that begins with https:// (http:// for stand-ins)' })
    .default('https://slack.com/api/'),
  DATABASE_URL: text.pipe(z.url({ protocol: /^postgres(ql)?$/, error: yours })).optional(),
  DATABASE_POOL_SIZE: whole(2, 200).default(10),
  EMBEDDED_DATABASE_DIR: text.default('.baton/data'),
  AUDIT_KEY: text
    .refine((keys) => keys.split(',').every((key) => key.trim().length >= 32), {
      message: 'must be 32 characters or more that nobody can guess: openssl rand -hex 32 makes some',
    })
    .optional(),
  PORT: whole(0, 65535).default(3000),
  HOST: text.default('0.0.0.0'),
  PUBLIC_URL: z
    .url({
      protocol: /^https?$/,
      error: 'must be the address that people reach Baton at, such as https://baton.acme.com',
    })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  CARD_UPDATE_URL: z
    .url({ protocol: /^https$/, error: 'must be the https address at which the gateway takes a customer’s new card' })
    .optional(),
  PROXIES: whole(0, 9).default(0),
  METRICS_PORT: whole(0, 65535).optional(),
  METRICS_HOST: text.default('127.0.0.1'),
  DRAIN_SECONDS: whole(0, 300).default(10),
  PROCESS: z.enum(['all', 'web', 'worker']).default('all'),
  TIME_ZONE: text.refine(isZone, 'must be an IANA zone such as Europe/Rome').default('UTC'),
  ADMIN_USER_IDS: z
    .string()
    .default('')
    .transform((list) => list.split(/[\s,]+/).filter(Boolean))
    .refine((ids) => ids.every((id) => users.test(id)), {
      error: 'must be user ids such as U012ABCDEF, which a profile in Slack shows under "Copy member ID"',
    }),
  PLAYBOOKS_DIR: text.optional(),
  FONTS_DIR: text.optional(),
  REPORTS_DIR: text.optional(),
  DECISION_TIMEOUT_MS: whole(100, 60_000).default(2000),
  DELIVERY_HOLD: z.enum(['0', '1']).default('0'),
  MESSAGE_INTERVAL_MS: whole(0, 60_000).default(1000),
  SMTP_URL: text
    .pipe(z.url({ protocol: /^smtps?$/, error: 'must be smtp://user:password@host:587, or smtps://…:465' }))
    .optional(),
  MAIL_FROM: text.regex(sender, 'must be an address, or a name with one: Baton <baton@example.com>').optional(),
  MAIL_WEBHOOK_SECRET: text
    .min(32, 'must be 32 characters or more that nobody can guess: openssl rand -hex 32 makes some')
    .optional(),
  MAIL_PER_MINUTE: whole(0, 100_000).default(300),
  REQUEST_LIMIT_KB: whole(16, 10_240).default(1024),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: text.optional(),
});

export type Config = Readonly<z.output<typeof environment>>;

type Environment = Readonly<Record<string, string | undefined>>;

/** Blank counts as not set. */
const givenIn = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));

/** Checks part of the environment; throws one UserError whose message names every variable that is wrong and why. */
const checked = <T>(schema: z.ZodType<T>, env: Environment, further: (config: T) => readonly string[]): T => {
  const given = givenIn(env);
  const parsed = schema.safeParse(given);
  const problems = parsed.success
    ? further(parsed.data)
    : parsed.error.issues.map((issue) => {
        const name = issue.path.join('.');
        return `${name}: ${given[name] === undefined ? 'is missing' : issue.message}`;
      });
  if (!parsed.success || problems.length > 0)
    throw new UserError(`Baton cannot start with this configuration (see .env.example):\n  ${problems.join('\n  ')}`);
  return parsed.data;
};

/** @throws UserError naming every variable that is wrong and why */
export const readConfig = (env: Environment): Config => checked(environment, env, crossChecks);

const crossChecks = (config: Config): string[] => [
  ...(config.SLACK_APP_TOKEN || config.SLACK_SIGNING_SECRET || config.PROCESS === 'worker'
    ? []
    : ['SLACK_SIGNING_SECRET: is missing (or set SLACK_APP_TOKEN to use Socket Mode)']),
  ...(config.NODE_ENV === 'production' && !config.DATABASE_URL
    ? [
        'DATABASE_URL: is missing. The embedded database never forces its writes to disk, so a power cut can lose what was acknowledged: production needs PostgreSQL 15 or newer',
      ]
    : []),
  ...(config.SMTP_URL && !config.MAIL_FROM ? ['MAIL_FROM: is missing: whom letters come from'] : []),
  ...(config.PROCESS !== 'all' && !config.DATABASE_URL
    ? ['PROCESS: web and worker share one PostgreSQL; the embedded database belongs to a single process (PROCESS=all)']
    : []),
];

const databaseOnly = environment.pick({ DATABASE_URL: true, EMBEDDED_DATABASE_DIR: true, AUDIT_KEY: true });

/** Where the database is, for commands that need nothing else. An address wins. */
export const databaseConfig = (env: Environment) => {
  const { DATABASE_URL, EMBEDDED_DATABASE_DIR, AUDIT_KEY: auditKey } = checked(databaseOnly, env, () => []);
  return DATABASE_URL
    ? { url: DATABASE_URL, embeddedDir: undefined, auditKey }
    : { url: undefined, embeddedDir: EMBEDDED_DATABASE_DIR, auditKey };
};
