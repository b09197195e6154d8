import { expect } from 'vitest';
import { type NamedMapping, ReportRefused, type ReportRow } from '../../../src/features/collections/index.ts';
import { axiaReport } from '../../../src/integrations/axia/index.ts';
import { type PolicyDefinition, readPolicy } from '../../../src/platform/work/policies.ts';

export const header =
  'Transaction ID,Subscription ID,Billing Date,Customer ID,Customer Name,Amount,Currency,Transaction Date,Status,Response,Response Code,Card Type,Card Number,Next Attempt,Attempt';
export const line = (
  id = 'T1',
  more: Partial<
    Record<
      'amount' | 'date' | 'currency' | 'status' | 'card' | 'name' | 'next' | 'code' | 'attempt' | 'period' | 'response',
      string
    >
  > = {},
) =>
  [
    id,
    'S1',
    more.period ?? '2026-03-01',
    'C1',
    more.name ?? 'Hart',
    more.amount ?? '120.00',
    more.currency ?? 'USD',
    more.date ?? '2026-03-01 06:00:00',
    more.status ?? 'Declined',
    more.response ?? 'Insufficient funds',
    more.code ?? '51',
    'Visa',
    more.card ?? '****4242',
    more.next ?? '',
    more.attempt ?? '',
  ].join(',');

async function* chunks(content: string | Uint8Array, size = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, Math.min(bytes.length, from + size));
}

/** The day on which the reports are read. */
const now = new Date('2026-04-06T12:00:00Z');

export const readWithNotes = async (
  content: string | Uint8Array,
  settings: object = {},
  size?: number,
  mappings: readonly NamedMapping[] = [],
) => {
  const policy = async <T extends object>(definition: PolicyDefinition<T>): Promise<T> =>
    readPolicy(definition, settings);
  const rows: ReportRow[] = [];
  const notes: string[] = [];
  const reading = { policy, mappings, now, note: (text: string) => void notes.push(text), ignored: () => {} };
  for await (const batch of axiaReport.read(reading, chunks(content, size))) rows.push(...batch);
  return { rows, notes };
};

export const read = async (...of: Parameters<typeof readWithNotes>): Promise<ReportRow[]> =>
  (await readWithNotes(...of)).rows;

export const refusal = async (content: string | Uint8Array, settings: object = {}, size?: number): Promise<string> => {
  const error: unknown = await read(content, settings, size).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ReportRefused);
  return error instanceof Error ? error.message : '';
};

export const csv = (...lines: readonly string[]) => [header, ...lines].join('\n');
