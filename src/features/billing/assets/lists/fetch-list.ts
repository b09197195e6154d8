import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, request } from 'undici';
import { UserError } from '../../../../core/errors.ts';
import { insideText, isOwnNetwork } from './own-network.ts';

export interface Fetching {
  readonly address: URL;
  /** A setting allows its host, although it lies in Baton's own network. */
  readonly isAllowed: boolean;
  /** For all of it; milliseconds. */
  readonly timeoutMs?: number;
}

const longestMs = 20_000;

const pointsInside = (host: string): UserError => new UserError(insideText(host));

/** What a name stands for is looked up once, judged, and connected to: a name cannot mean something else a moment later. */
const publicOnly: LookupFunction = (hostname, options: LookupOptions, callback) =>
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? [];
    if (error || !first) return callback(error ?? new UserError(`${hostname} has no address.`), '', 0);
    if (addresses.some(({ address }) => isOwnNetwork(address))) return callback(pointsInside(hostname), '', 0);
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });

/** Numeric addresses are not looked up, and judged here. */
const connectorFor = (isAllowed: boolean): buildConnector.connector => {
  const connect = buildConnector({ timeout: longestMs, ...(isAllowed ? {} : { lookup: publicOnly }) });
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    if (!isAllowed && isIP(host) !== 0 && isOwnNetwork(host)) return callback(pointsInside(host), null);
    return connect(options, callback);
  };
};

const codeOf = (error: unknown): string =>
  error instanceof Error ? ('code' in error && typeof error.code === 'string' ? error.code : error.name) : '';

/** What went wrong on the way, for people. */
const failure = (error: unknown, host: string, timeoutMs: number): UserError => {
  if (error instanceof UserError) return error;
  const code = codeOf(error);
  const again = 'Look whether the server is up and the address is right, then try again.';
  if (/TIMEOUT|Timeout|Abort/.test(code))
    return new UserError(`${host} did not hand out its list within ${timeoutMs / 1000} seconds. ${again}`);
  if (/ENOTFOUND|EAI_AGAIN/.test(code)) return new UserError(`Nobody knows the name ${host}. ${again}`);
  if (code === 'ECONNREFUSED') return new UserError(`Nothing answers at ${host}. ${again}`);
  if (/CERT|SIGNED|SIGNATURE|TLS|SSL|ISSUER/.test(code))
    return new UserError(`${host} shows a certificate that is not valid (${code}). Have it mended, then try again.`);
  if (/^HPE_|Parser/.test(code)) return new UserError(`${host} answers in a way that is no web page or list. ${again}`);
  return new UserError(`The list could not be fetched from ${host} (${code || 'unknown'}). ${again}`);
};

/** A redirect is never followed: it could lead into Baton's own network, and the address that is entered is what is fetched. */
const checkAnswer = (
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  host: string,
): void => {
  if (status >= 300 && status < 400) {
    const to = String(headers.location ?? '');
    const where = URL.canParse(to) ? ` to ${new URL(to).host}` : '';
    throw new UserError(
      `${host} redirects${where}, which is not followed. Enter the address at which the list itself is.`,
    );
  }
  if (status !== 200)
    throw new UserError(
      `${host} answers with HTTP ${status} instead of a list. Look there what is wrong, then try again.`,
    );
  const packed = String(headers['content-encoding'] ?? 'identity');
  if (packed !== 'identity')
    throw new UserError(`${host} packs its list (${packed}), although it was not asked to. Have it sent as it is.`);
};

/**
 * The bytes at the address of a list. @throws UserError with what is wrong: garbage, silence, a redirect, an address in Baton's own network
 */
export async function* fetchList({ address, isAllowed, timeoutMs = longestMs }: Fetching): AsyncGenerator<Uint8Array> {
  const agent = new Agent({ connect: connectorFor(isAllowed) });
  try {
    const { statusCode, headers, body } = await request(address, {
      dispatcher: agent,
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'application/json, text/csv' },
    });
    // Whoever stops reading closes the connection: what is left of the answer is nobody's.
    body.on('error', () => undefined);
    checkAnswer(statusCode, headers, address.host);
    yield* body;
  } catch (error) {
    throw failure(error, address.host, timeoutMs);
  } finally {
    await agent.destroy();
  }
}
