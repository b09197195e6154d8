export { type CreditableLine, type CreditedLine, type CreditNote, creditNote, restOf } from './credit-note.ts';
