import type { MailState } from './mail.ts';
import type { CustomerPage } from './pages.ts';
import type { Traffic } from './traffic.ts';
import type { ActResult, BatonState, Fault, Message, Sample, SlackFile, Workspace } from './types.ts';

/** The page's only way to the server, which is the one that served it. */

/** The server said no, in words a person can read. */
export class Refused extends Error {}

const read = async <T>(response: Response): Promise<T> => {
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body as T;
  const error = typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : '';
  throw new Refused(error || `the sandbox answered ${response.status}`);
};

const query = (values: Record<string, string | number | undefined>): string =>
  new URLSearchParams(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  ).toString();

const get = async <T>(path: string, values: Record<string, string | number | undefined> = {}): Promise<T> => {
  const search = query(values);
  return read<T>(await fetch(search ? `${path}?${search}` : path));
};

const post = async <T>(path: string, body: unknown = {}): Promise<T> =>
  read<T>(
    await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );

export const getWorkspace = (as: string) => get<Workspace>('/sandbox/state', { as });

export const getMessages = (as: string, channel: string, options: { before?: string; limit?: number } = {}) =>
  get<{ messages: Message[]; has_more: boolean }>('/sandbox/messages', { as, channel, ...options });

export const getThread = (as: string, channel: string, ts: string) =>
  get<{ messages: Message[] }>('/sandbox/thread', { as, channel, ts });

export const getTraffic = (limit: number) => get<Traffic>('/sandbox/traffic/list', { limit });

/** One call or delivery with everything that was sent and answered. */
export const getTrafficDetail = (of: 'call' | 'delivery', id: number) =>
  get<unknown>('/sandbox/traffic/detail', { of, id });

export const act = (as: string, verb: string, body: Record<string, unknown> = {}) =>
  post<ActResult>('/sandbox/act', { as, verb, ...body });

export const changeFaults = (body: { add?: Record<string, unknown>; remove?: number; clear?: true }) =>
  post<{ faults: Fault[] }>('/sandbox/faults', body);

export const upload = async (as: string, name: string, content: Blob): Promise<SlackFile> => {
  const response = await fetch(`/sandbox/upload?${query({ as, name })}`, { method: 'POST', body: content });
  return (await read<{ file: SlackFile }>(response)).file;
};

export const fileUrl = (id: string): string => `/sandbox/file?${query({ id })}`;

export const getBaton = () => get<BatonState>('/baton/state');
export const moveClock = (by: { hours?: number; days?: number; toNextJob?: true }) =>
  post<{ now: string }>('/baton/clock', by);
export const passMonths = (body: { months: number; bills: boolean } | { stop: true }) =>
  post<Pick<BatonState, 'passing' | 'problem'>>('/baton/months', body);
export const reset = () => post<unknown>('/baton/reset');
export const crash = () => post<unknown>('/baton/crash');
export const getMail = () => get<MailState>('/baton/mail');
export const changeMail = (body: { mode?: string; bounce?: number }) => post<MailState>('/baton/mail', body);
export const getPages = () => get<CustomerPage[]>('/baton/pages');
export const getSamples = () => get<Sample[]>('/baton/samples');
