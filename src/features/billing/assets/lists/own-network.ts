import { BlockList, isIP } from 'node:net';

/** What no address of the public network is in: this machine, private and shared networks, link-local ones with the clouds' metadata, tests, groups. */
const ownV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // A cloud's own agent has a public number.
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** Of IPv6 only this is public, without what carries another address within it (Teredo, 6to4) and what is for documents. */
const publicV6 = ['2000::', 3] as const;
const ownV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const own = new BlockList();
for (const [net, prefix] of ownV4) own.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of ownV6) own.addSubnet(net, prefix, 'ipv6');
const open = new BlockList();
open.addSubnet(...publicV6, 'ipv6');

/**
 * CUS-2: whether a numeric address lies where only Baton's own network is, so that a server's list may not be fetched from it.
 *
 * Example: `10.0.0.1`, `169.254.169.254`, `::1` and `::ffff:8.8.8.8` do; `8.8.8.8` does not. What is no address does.
 */
export const isOwnNetwork = (address: string): boolean => {
  const version = isIP(address);
  if (version === 4) return own.check(address, 'ipv4');
  return version === 0 || own.check(address, 'ipv6') || !open.check(address, 'ipv6');
};

/** Whether an address names this machine or the own network by itself, without a name server being asked: `http://10.0.0.1/`, `http://[::1]/`, `localhost`. */
export const namesOwnNetwork = ({ hostname }: URL): boolean => {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? /(^|\.)localhost\.?$/.test(host) : isOwnNetwork(host);
};

export const insideText = (host: string): string =>
  `${host} lies in Baton’s own network, from which lists are not fetched. Ask an admin to allow this host in Settings, Servers and assets, or upload the list as a file.`;
