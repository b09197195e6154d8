import { eventType } from '../../platform/events.ts';

/** A customer's contact is erased: whoever keeps that person's values elsewhere erases them too, and says how many. ALL-7 */
export const contactErased = eventType<{
  readonly customerId: string;
  readonly alsoErased: (values: number) => void;
}>('customer.contact_erased');
