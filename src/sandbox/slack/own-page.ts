import type { IncomingMessage } from 'node:http';

const ownNames = ['localhost', '127.0.0.1', '[::1]'];

/** Whether it was asked for by this machine's own name: a page whose name leads here by its DNS (rebinding) says its own. */
export const isOwnHost = ({ headers: { host } }: IncomingMessage): boolean =>
  host !== undefined && URL.canParse(`http://${host}`) && ownNames.includes(new URL(`http://${host}`).hostname);

/**
 * Whether the page that this server serves asks, or no page at all (a test, a shell). Any page may send a request to this
 * machine; browsers say in these headers whose it is, and say `null` for a page without an origin.
 */
export const isOwnPage = (request: IncomingMessage): boolean => {
  const { host, origin, 'sec-fetch-site': site } = request.headers;
  const isOwnOrigin = origin === undefined || origin === `http://${host}`;
  return isOwnHost(request) && isOwnOrigin && (site === undefined || site === 'same-origin' || site === 'none');
};
