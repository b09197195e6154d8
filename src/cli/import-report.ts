import { importFromShell } from '../features/collections/index.ts';
import { axiaReport } from '../integrations/axia/index.ts';
import { fromShell } from './from-shell.ts';

/** `npm run import:report -- FILE`: what `/bill import` does, from a shell. */
await fromShell((deps, args, print) => importFromShell(deps, axiaReport, args, print));
