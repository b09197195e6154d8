import { withDeps } from '../compose.ts';
import { readConfig } from '../config.ts';
import { UserError } from '../core/errors.ts';
import { importFromShell } from '../features/collections/index.ts';
import { axiaReport } from '../integrations/axia/index.ts';

/** `npm run import:report -- FILE`: what `/bill import` does, from a shell. A running Baton sends the messages. */
const print = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const config = readConfig({
    PROCESS: 'all',
    SLACK_BOT_TOKEN: 'xoxb-not-needed',
    SLACK_SIGNING_SECRET: 'not-needed',
    ...process.env,
  });
  process.exitCode = await withDeps(config, (deps) => importFromShell(deps, axiaReport, process.argv.slice(2), print));
} catch (error) {
  process.stderr.write(`${error instanceof UserError ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
