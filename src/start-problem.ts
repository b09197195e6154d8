import { resolve } from 'node:path';
import type { Config } from './config.ts';
import { UserError } from './core/errors.ts';
import { sqlStateOf } from './platform/db/failures/sql-state.ts';

const text = (error: unknown, key: string): string | undefined => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** The error itself and what it was caused by; several addresses of one host make several errors. */
const chain = (error: unknown, depth = 0): readonly unknown[] => {
  if (typeof error !== 'object' || error === null || depth > 4) return [];
  const inner: unknown[] = error instanceof AggregateError ? error.errors : [Reflect.get(error, 'cause')];
  return [error, ...inner.flatMap((each) => chain(each, depth + 1))];
};

const codeOf = (error: unknown): string =>
  chain(error)
    .map((each) => text(each, 'code'))
    .find((code) => code !== undefined) ?? '';

/** A server that is not up yet, or cannot be reached just now. */
export const mayComeLater = (error: unknown): boolean =>
  /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|57P03|53300)$/.test(codeOf(error)) ||
  chain(error).some((each) => /timeout exceeded|connection terminated/i.test(text(each, 'message') ?? ''));

const placeOf = (url: string): { readonly host: string; readonly database: string; readonly user: string } => {
  const { hostname, port, pathname, username } = new URL(url);
  return {
    host: `${hostname || 'localhost'}:${port || 5432}`,
    database: decodeURIComponent(pathname.slice(1)),
    user: decodeURIComponent(username),
  };
};

const ofServer = (error: unknown, url: string): string | undefined => {
  const { host, database, user } = placeOf(url);
  const state = sqlStateOf(error) ?? '';
  if (/^28/.test(state))
    return `PostgreSQL at ${host} does not let ${user || 'this user'} in: check user and password.`;
  if (state === '3D000')
    return `PostgreSQL at ${host} has no database named "${database}": create it (createdb ${database}) or correct the name.`;
  if (state === '42501')
    return `${user || 'this user'} may not make tables in "${database}": GRANT CREATE ON SCHEMA public TO ${user || 'the user'}, or make it the owner.`;
  if (state === '25006') return `the database "${database}" takes no writes: name the primary server, not a standby.`;
  if (codeOf(error) === 'ENOTFOUND') return `there is no host named ${host.replace(/:\d+$/, '')}: check its spelling.`;
  if (/ssl|certificate/i.test(`${codeOf(error)} ${text(error, 'message')}`))
    return `no secure connection with ${host}: ${text(error, 'message')}. Check sslmode at the end of the address, and the server's certificate.`;
  if (mayComeLater(error)) return `nothing answers at ${host}: start PostgreSQL there, or correct the address.`;
  return undefined;
};

/** Why Baton cannot listen where it was told to. */
export const listeningProblem = (error: unknown, config: Config): string => {
  const port: unknown = Reflect.get(Object(error), 'port');
  const address: unknown = Reflect.get(Object(error), 'address') ?? Reflect.get(Object(error), 'hostname');
  const isInner = port === undefined ? address !== config.HOST : port !== config.PORT;
  const name = isInner ? 'METRICS_' : '';
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `${name}PORT: another process listens on ${port}: stop it, or set another port.`;
    case 'EACCES':
      return `${name}PORT: this user may not listen on ${port}: set a port above 1023.`;
    default:
      return `${name}HOST: ${address} is no address of this machine: 0.0.0.0 stands for all it has, 127.0.0.1 for itself alone.`;
  }
};

const fileProblems: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'this user may not use it',
  EPERM: 'this user may not use it',
  EROFS: 'nothing can be written there',
  ENOTDIR: 'a file stands where a directory is needed',
  EEXIST: 'a file stands where a directory is needed',
  ENOSPC: 'the disk is full',
};

/** Where the database was looked for. */
interface Place {
  readonly url?: string | undefined;
  readonly embeddedDir?: string | undefined;
}

/** Why the database cannot be used; undefined for what is no matter of configuration. */
export const databaseProblem = (error: unknown, { url, embeddedDir }: Place): string | undefined => {
  if (url) {
    const problem = ofServer(error, url);
    return problem && `DATABASE_URL: ${problem}`;
  }
  const path = chain(error)
    .map((each) => text(each, 'path'))
    .find((each) => each !== undefined);
  const dir = resolve(embeddedDir ?? '');
  const isThere = path === undefined || dir.startsWith(resolve(path)) || resolve(path).startsWith(dir);
  const reason = isThere ? fileProblems[codeOf(error)] : undefined;
  return reason && `EMBEDDED_DATABASE_DIR: ${embeddedDir} cannot be used: ${reason}. Name another.`;
};

/** Why the workspace's own playbooks cannot be read. */
export const playbooksProblem = (error: unknown): string | undefined => {
  const reason = fileProblems[codeOf(error)];
  return (
    reason &&
    `PLAYBOOKS_DIR: ${text(error, 'path')} cannot be read: ${reason}. Name a directory with playbooks (*.json), or none.`
  );
};

/** For whoever starts Baton: the variable, what is the matter, what to do. What cannot be said so stays what it is. */
export const orSay = async <T>(work: Promise<T>, problem: (error: unknown) => string | undefined): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    const words = problem(error);
    throw words === undefined ? error : new UserError(words, { cause: error });
  }
};
