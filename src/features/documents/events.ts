import type { Subject } from '../../core/subject.ts';
import { eventType } from '../../platform/work/events.ts';

/** A document was added. */
export const documentFiled = eventType<{
  readonly documentId: string;
  readonly subject: Subject;
  readonly customerId?: string;
  readonly kind: string;
  readonly name: string;
}>('document.filed');
