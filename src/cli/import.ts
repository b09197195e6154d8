import { importFromShell } from '../features/entries/index.ts';
import { csvKinds } from '../features/slices.ts';
import { fromShell } from './from-shell.ts';

/** `npm run import -- customers|groups|plans|charges|taxes|assets|licenses|subscriptions|open-invoices|balances|bank FILE [--dry-run]` */
await fromShell((deps, args, print) => importFromShell(deps, csvKinds, args, print));
