import { pino } from 'pino';
import { migrateDatabase } from '../platform/db/migrate.ts';
import { atDatabase } from './at-database.ts';

/** `npm run migrate`: brings the configured database up to date. */
await atDatabase(1, async (where) => {
  const applied = await migrateDatabase({ ...where, log: pino({ level: 'warn' }) });
  process.stdout.write(
    applied.length === 0 ? 'Nothing to apply: the database is up to date.\n' : `Applied: ${applied.join(', ')}\n`,
  );
  return 0;
});
