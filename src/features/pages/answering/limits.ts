import type { Route } from '../../../platform/slice/slice.ts';
import { refusal } from './answers.ts';

/** Many customers may sit behind one address; nobody reads one page this often. */
export const reading: Pick<Route, 'limits' | 'refusal'> = {
  refusal,
  limits: { perAddress: { times: 120, seconds: 60 }, perToken: { times: 60, seconds: 60 } },
};

/** What is larger is heard out to here, so that the browser shows why it was refused. */
const heardOut = 100 * 1024 * 1024;

/** Forms of text: nobody sends so many. */
export const sending: Pick<Route, 'limits' | 'refusal' | 'body'> = {
  refusal,
  limits: { perAddress: { times: 30, seconds: 60 }, perToken: { times: 10, seconds: 60 } },
  body: { bytes: 64 * 1024, milliseconds: 25_000, heardOut },
};

/** Bytes of a file that a customer sends. */
export const largestFile = 10 * 1024 * 1024;

/** With a file. The server itself ends what takes longer than half a minute. */
export const withFile: NonNullable<Route['body']> = { bytes: largestFile + 64 * 1024, milliseconds: 25_000, heardOut };
