import { Prisma } from '../../../generated/prisma/client.ts';

const oid = { int8: 20, date: 1082, timestamp: 1114, timestamptz: 1184, numeric: 1700 } as const;

/** The session is in UTC, so an instant ends with `+00`. */
const instant = (text: string): Date => new Date(`${text.slice(0, 10)}T${text.slice(11).replace(/\+00$/, '')}Z`);

/** How the raw statements of a transaction read what the drivers read otherwise: as Prisma's raw queries do. */
export const rawParsers: Readonly<Record<number, (text: string) => unknown>> = {
  [oid.int8]: BigInt,
  [oid.numeric]: (text) => new Prisma.Decimal(text),
  [oid.date]: (text) => new Date(`${text}T00:00:00Z`),
  [oid.timestamp]: instant,
  [oid.timestamptz]: instant,
};

/** Drivers write an instant in the zone of the machine. */
export const rawValue = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);
