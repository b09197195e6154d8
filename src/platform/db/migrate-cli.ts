/** `npm run migrate`: applies the migrations to `--url URL` or `--embedded-dir DIR`. */
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { UserError } from '../../core/errors.ts';
import { MigrationError, migrateDatabase } from './migrate.ts';

const { values } = parseArgs({ options: { url: { type: 'string' }, 'embedded-dir': { type: 'string' } } });
const embeddedDir = values['embedded-dir'];

if (!values.url && !embeddedDir) {
  console.error('Name the database: --url postgres://… or --embedded-dir DIR.');
  process.exit(2);
}
try {
  const applied = await migrateDatabase({ url: values.url, embeddedDir, log: pino({ level: 'warn' }) });
  console.log(
    applied.length === 0 ? 'Nothing to apply: the database is up to date.' : `Applied: ${applied.join(', ')}`,
  );
} catch (error) {
  // These say all that is to be said; anything else deserves its stack.
  console.error(error instanceof MigrationError || error instanceof UserError ? error.message : error);
  process.exitCode = 1;
}
