import { FieldErrors } from '../../core/errors.ts';
import { type Customer, contactFields } from './customer.ts';

type Contact = Partial<Record<(typeof contactFields)[number], Customer['contactName'] | null>>;

/**
 * Whether a text repeats a value of the contact, as words of its own, in whatever case. ALL-7
 *
 * Example: the contact Jo is named in `jo asked us to`, and not in `joined another firm`.
 */
export const namesContact = (text: string, contact: Contact): boolean =>
  contactFields.some((field) => {
    const value = contact[field]?.trim().replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    return value ? new RegExp(`(?<![\\p{L}\\p{N}])${value}(?![\\p{L}\\p{N}])`, 'iu').test(text) : false;
  });

/** ALL-7: the audit log is never erased, so a reason repeats nothing of a contact. @throws FieldErrors (`reason`) */
export const keepOutOfLog = (reason: string, ...contacts: readonly Contact[]): void => {
  if (contacts.some((contact) => namesContact(reason, contact))) {
    throw new FieldErrors({ reason: 'Leave the contact’s own data out: the audit log keeps the reason for good.' });
  }
};
