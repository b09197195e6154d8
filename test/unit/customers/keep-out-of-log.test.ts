import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FieldErrors } from '../../../src/core/errors.ts';
import { keepOutOfLog, namesContact } from '../../../src/features/customers/keep-out-of-log.ts';

const contact = {
  contactName: 'Jo',
  email: 'j.q+x@quist.example',
  phone: '+39 (055) 99',
  address: 'Via del Sale 7\n(behind)',
};

describe('ALL-7 a reason, which the log keeps, repeats nothing of a contact', () => {
  test.each([
    ['jo asked us to'],
    ['asked by “Jo”'],
    ['wrote from J.Q+X@QUIST.EXAMPLE.'],
    ['called from +39 (055) 99'],
    ['lives at via del sale 7\n(behind) no more'],
  ])('%j is refused, without echo', (reason) => {
    expect(namesContact(reason, contact)).toBe(true);
    expect(() => keepOutOfLog(reason, {}, contact)).toThrow(FieldErrors);
    expect(() => keepOutOfLog(reason, contact)).not.toThrow(/Jo|quist|Sale/i);
  });

  test.each([['joined another firm'], ['Größjo'], ['jxq+x@quist.example'], ['asked to']])(
    '%j says nothing of it',
    (reason) => {
      expect(namesContact(reason, contact)).toBe(false);
      expect(() => keepOutOfLog(reason, contact, {})).not.toThrow();
    },
  );

  test('whatever signs a value has, it is found where it stands', () => {
    const value = fc.string({ unit: 'binary' }).filter((text) => text.trim() !== '');
    fc.assert(fc.property(value, (phone) => namesContact(`at “${phone.trim()}”.`, { phone })));
    expect(namesContact('call +1-555-0100', { phone: '+1-555-0100' })).toBe(true);
  });

  test('blank entries are not everywhere', () => {
    expect(namesContact('any reason', { contactName: ' ', email: '', phone: null })).toBe(false);
  });
});
