import { importFromShell } from '../features/csv-cli.ts';
import { csvKinds } from '../features/csv-kinds.ts';
import { fromShell } from './from-shell.ts';

/** `npm run import -- customers|licenses FILE [--dry-run]` */
await fromShell((deps, args, print) => importFromShell(deps, csvKinds, args, print));
