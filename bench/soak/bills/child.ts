/** What Baton's background does about bills, in a process that can be killed: `runs` as its own process for runs does, `drafts` as its job. */
import { withDeps } from '../../../src/compose.ts';
import { readConfig } from '../../../src/config.ts';
import { issueDrafts } from '../../../src/features/billing/billruns/index.ts';
import { workAndLeave } from '../../../src/run-process.ts';

const config = readConfig(process.env);
if (process.argv[2] === 'runs') await workAndLeave(config);
await withDeps(config, issueDrafts);
process.exit(0);
