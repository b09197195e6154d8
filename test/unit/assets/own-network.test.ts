import { describe, expect, test } from 'vitest';
import { addressText, isAllowedHost, parseAddress } from '../../../src/features/billing/assets/lists/address.ts';
import { isOwnNetwork } from '../../../src/features/billing/assets/lists/own-network.ts';

describe('CUS-2 from which addresses no list is fetched', () => {
  test.each([
    ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.255.255.254', '168.63.129.16', '169.254.169.254'],
    ...['172.16.0.1', '172.31.255.255', '192.0.0.8', '192.0.2.1', '192.168.1.1', '198.18.0.1', '198.51.100.7'],
    ...['203.0.113.9', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::7f00:1'],
    ...['64:ff9b::a00:1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fec0::1', 'ff02::1', '2001:db8::1', '2001::1'],
    ...['2002:7f00:1::', '3fff::1', 'localhost', '', '127.1', '0x7f.0.0.1'],
  ])('CUS-2 %s is of the own network, or no address', (address) => {
    expect(isOwnNetwork(address)).toBe(true);
  });

  test.each([
    ...['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.1', '100.63.255.255', '100.128.0.1', '169.253.1.1'],
    ...['192.167.1.1', '198.17.0.1', '223.255.255.255', '2001:4860:4860::8888', '2606:4700::1111'],
  ])('CUS-2 %s is public', (address) => {
    expect(isOwnNetwork(address)).toBe(false);
  });

  test.each(['http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'http://127.1/'])(
    'CUS-2 %s is read as the address that it is',
    (address) => expect(isOwnNetwork(parseAddress(address).hostname)).toBe(true),
  );

  test.each([
    'mail-1',
    'ftp://a.example/x',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://me:secret@a.example/',
  ])('CUS-2 %s is refused where it is typed in, at its field', (address) =>
    expect(() => parseAddress(address)).toThrow(expect.objectContaining({ fields: { address: expect.any(String) } })),
  );

  test('CUS-2 a key in an address is not shown; a host is allowed by its name, or by name and port', () => {
    expect(addressText('https://a.example/lists?key=1')).toBe('https://a.example/lists?…');
    const url = new URL('http://Lists.internal:8080/x');
    expect(isAllowedHost(url, ['lists.INTERNAL'])).toBe(true);
    expect(isAllowedHost(url, ['lists.internal:8080'])).toBe(true);
    expect(isAllowedHost(url, ['lists.internal:80', 'internal'])).toBe(false);
  });
});
