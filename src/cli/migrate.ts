import { pino } from 'pino';
import { databaseConfig } from '../config.ts';
import { UserError } from '../core/errors.ts';
import { MigrationError, migrateDatabase } from '../platform/db/migrate.ts';

/** `npm run migrate`: brings the configured database up to date. */
try {
  const { url, embeddedDir } = databaseConfig(process.env);
  const applied = await migrateDatabase({ url, embeddedDir, log: pino({ level: 'warn' }) });
  process.stdout.write(
    applied.length === 0 ? 'Nothing to apply: the database is up to date.\n' : `Applied: ${applied.join(', ')}\n`,
  );
} catch (error) {
  // These say all that is to be said; anything else deserves its stack.
  process.stderr.write(
    `${error instanceof MigrationError || error instanceof UserError ? error.message : error instanceof Error ? error.stack : error}\n`,
  );
  process.exitCode = 1;
}
