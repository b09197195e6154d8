export { type CsvKind, csvKind, eachEntry, repeatedIn } from './csv-file.ts';
export { importFromShell } from './from-shell.ts';
