/** How the audit log is told to people: its actions by one table, its fields by another. Names, never ids or keys. WRK-7, ONB-18 */

import { clip, escapeMrkdwn, inWords } from '../core/text/text.ts';
import { formatDay, parseDay } from '../core/time/calendar.ts';
import { moment, person } from '../platform/block-kit/mentions.ts';
import type { Role } from '../platform/work/roles.ts';
import { deeds } from './audit-deeds.ts';

/** The names of what the log keeps by key. */
export interface Names {
  readonly role: (key: Role) => string;
  readonly stage: (key: string) => string;
  readonly gate: (key: string) => string;
}

/** Where no playbook is at hand, its keys are told as words. */
export const plainNames = (roleName: (role: Role) => string): Names => ({
  role: roleName,
  stage: inWords,
  gate: inWords,
});

export type Values = Readonly<Record<string, unknown>>;

export const valuesOf = (json: unknown): Values =>
  typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Values) : {};

/** As mrkdwn; undefined for what is not for people. */
type Teller = (value: unknown, names: Names) => string | undefined;

const written: Teller = (value) =>
  typeof value === 'object' ? undefined : escapeMrkdwn(clip(String(value), 100)) || undefined;
const who: Teller = (value) => (typeof value === 'string' ? person(value) : undefined);
const untold: Teller = () => undefined;

const isId = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text);
const isPerson = (text: string): boolean => /^[UW][A-Z0-9_]{6,}$/.test(text);
const isInstant = (text: string): boolean => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);
/** Two words at least: one word is the same as a key and as text. */
const isKey = (text: string): boolean => /^[a-z0-9]+([_-][a-z0-9]+)+$|^[a-z]+([A-Z][a-z0-9]+)+$/.test(text);

/** By what a value looks like. A short list is told item by item, a record by its fields. */
const byShape: Teller = (value, names) => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) {
    const told = value.map((each) => byShape(each, names)).filter((text) => text !== undefined);
    return told.length > 0 ? told.join(', ') : undefined;
  }
  if (typeof value === 'object' && value !== null) return factsText({}, valuesOf(value), names) || undefined;
  if (typeof value !== 'string') return written(value, names);
  if (isId(value)) return undefined;
  if (isPerson(value)) return person(value);
  if (isInstant(value)) return moment(new Date(value));
  const on = parseDay(value);
  if (on) return formatDay(on);
  return isKey(value) ? inWords(value) : written(value, names);
};

interface Field {
  /** What stands before the value; its key as words when left out, nothing when empty. */
  readonly label?: string;
  readonly tell: Teller;
  /** Says what the entry is about: told although it did not change. */
  readonly names?: true;
}

/** Ids, what only machines read, and what the deed says already. */
const untoldFields = [
  'id decision undid invoice payment document activity subscription override handoff customer caseId licenseId customerId',
  'action import row rule ref cause nameWasOf gatewaySubscription filed armed',
].flatMap((line) => line.split(' '));

/** People's own words are repeated as they wrote them, whatever they look like. */
const writtenFields = 'accountingNumber reference description coverage permission because product file'.split(' ');

/** What became of an invoice's sending. */
const arrivals: Readonly<Record<string, string>> = {
  not_presented: 'not sent',
  presented: 'sent',
  bounced: 'did not arrive',
  rejected: 'rejected',
  confirmed: 'confirmed',
};

/** What the shape of a value does not say by itself. */
const fields: Readonly<Record<string, Field>> = {
  ...Object.fromEntries(untoldFields.map((key) => [key, { tell: untold }])),
  ...Object.fromEntries(writtenFields.map((key) => [key, { tell: written }])),
  number: { label: '', tell: written, names: true },
  label: { label: '', tell: written, names: true },
  key: { label: 'license', tell: written, names: true },
  name: { label: '', tell: written, names: true },
  type: { label: '', tell: byShape, names: true },
  gate: { tell: (value, names) => escapeMrkdwn(names.gate(String(value))), names: true },
  kind: { label: '', tell: byShape, names: true },
  owner: { tell: who },
  manager: { label: 'project manager', tell: who },
  assignee: { tell: who },
  by: { label: '', tell: who },
  desk: { label: '', tell: (value, names) => escapeMrkdwn(names.role(String(value))) },
  unit: { tell: (value, names) => escapeMrkdwn(names.role(String(value))) },
  stage: { tell: (value, names) => escapeMrkdwn(names.stage(String(value))) },
  note: { label: '', tell: (value) => escapeMrkdwn(clip(String(value), 300)) },
  net: { label: 'before tax', tell: written },
  set_up: { label: 'set-up fee', tell: byShape },
  sla: { label: 'SLA', tell: written },
  isExpired: { label: 'IS EXPIRED?', tell: byShape },
  forceful: { label: 'Apply Forceful Expiry Immediately', tell: byShape },
  periodMonths: { label: 'months', tell: written },
  dueOn: { label: 'due', tell: byShape },
  issuedAs: { label: 'as', tell: written },
  issuedOn: { label: 'dated', tell: byShape },
  sentOn: { label: 'sent', tell: byShape },
  how: { label: '', tell: written },
  invoices: { label: 'invoices', tell: written },
  presentment: { label: '', tell: (value) => arrivals[String(value)] ?? written(value, plainNames(String)) },
  inDoubt: { label: 'the question', tell: written },
  hash: { label: 'SHA-256', tell: (value) => String(value).slice(0, 16) },
  billAgain: { label: 'its services are billed again', tell: byShape },
};

const naming = Object.keys(fields).filter((key) => fields[key]?.names);
const factsAtMost = 8;

/**
 * What an entry says besides its action, mrkdwn. What changed is told as `old → new`, what did not is left out.
 *
 * Example: `{ number: 'I-3', net: '$500.00' }` and `{ number: 'I-3', net: '$600.00' }` → `I-3 · before tax: $500.00 → $600.00`.
 */
export const factsText = (before: Values, after: Values, names: Names): string => {
  // The database hands a record's keys out by their length.
  const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  const subjects = naming.filter((key) => keys.includes(key));
  const told = [...subjects, ...keys.filter((key) => !subjects.includes(key))].flatMap((key) => {
    const field: Field = fields[key] ?? { tell: byShape };
    const tell = (value: unknown) => (value === null || value === undefined ? undefined : field.tell(value, names));
    const [was, is] = [tell(before[key]), tell(after[key])];
    if (was === undefined && is === undefined) return [];
    if (was === is && !field.names) return [];
    const changed = key in before && key in after && was !== is;
    const value = changed ? `${was ?? 'none'} → ${is ?? 'none'}` : (is ?? was);
    const label = field.label ?? inWords(key);
    return [label ? `${label}: ${value}` : value];
  });
  return told.slice(0, factsAtMost).join(' · ');
};

/** Of cases and licenses the state is told; what was done to anything else says it. */
const saysState = (action: string): boolean => !/^(case|license)\./.test(action);

const withoutState = ({ state: _state, step: _step, ...rest }: Values): Values => rest;

/**
 * What somebody did, to follow their name; mrkdwn. An action without words of its own is told by its key's.
 *
 * Example: `planned an invoice: I-3 · Set-up fee · amount: $500.00`.
 */
export const deedText = (
  entry: { readonly action: string; readonly before: unknown; readonly after: unknown },
  names: Names,
): string => {
  const { action } = entry;
  const values = [valuesOf(entry.before), valuesOf(entry.after)].map(saysState(action) ? withoutState : (all) => all);
  const facts = factsText(values[0] ?? {}, values[1] ?? {}, names);
  return [deeds[action] ?? escapeMrkdwn(inWords(action)), facts].filter(Boolean).join(': ');
};
