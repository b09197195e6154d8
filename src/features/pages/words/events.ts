import { eventType } from '../../../platform/work/events.ts';
import type { CustomerWord } from './word.ts';

/** A customer said something on a page of theirs. BIL-18 */
export const wordReceived = eventType<Omit<CustomerWord, 'at' | 'endedBy'>>('word.received');

/** It holds no more: a person took it back. */
export const wordTakenBack = eventType<CustomerWord>('word.taken_back');
