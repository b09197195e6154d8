import type { Route } from '../../../platform/slice/slice.ts';

/** Many customers may sit behind one address; nobody reads one page this often. */
export const reading: Pick<Route, 'limits'> = {
  limits: { perAddress: { times: 120, seconds: 60 }, perToken: { times: 60, seconds: 60 } },
};

/** Forms of text: nobody sends so many. */
export const sending: Pick<Route, 'limits'> = {
  limits: { perAddress: { times: 30, seconds: 60 }, perToken: { times: 10, seconds: 60 } },
};

/** Bytes of a file that a customer sends. */
export const largestFile = 10 * 1024 * 1024;

/** With a file, from a telephone on the road. */
export const withFile: NonNullable<Route['body']> = { bytes: largestFile + 64 * 1024, milliseconds: 60_000 };
