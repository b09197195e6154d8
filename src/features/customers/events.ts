import { eventType } from '../../platform/work/events.ts';

/** A customer's contact is erased: whoever keeps that person's values elsewhere erases them too, and says how many. ALL-7 */
export const contactErased = eventType<{
  readonly customerId: string;
  readonly alsoErased: (values: number) => void;
}>('customer.contact_erased');

export interface GatewayName {
  readonly gateway: string;
  readonly reference: string;
  readonly customerId: string;
}

/** It is known by now how a gateway names customers: failed charges that came under these names are theirs. COL-1 */
export const gatewayCustomersNamed = eventType<readonly GatewayName[]>('customer.named_at_gateway');

/** A billing group has another last day. BIL-22 */
export const groupEndMoved = eventType<{ readonly groupId: string; readonly customerId: string }>(
  'customer.group_end_moved',
);

/** The contact of a customer is another one, or erased: messages that show it are drawn anew. */
export const contactChanged = eventType<{ readonly customerId: string }>('customer.contact_changed');
