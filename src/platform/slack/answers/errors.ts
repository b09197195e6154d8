import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import {
  Conflict,
  FieldErrors,
  GatewayError,
  NotAllowed,
  NotFound,
  OutcomeUnknown,
  UserError,
} from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { type DatabaseFailure, failureOf } from '../../db/failures/failures.ts';
import { sqlStateOf } from '../../db/failures/sql-state.ts';
import type { Tx } from '../../db/open.ts';
import { Repeated } from '../../work/transact.ts';

/** What a person gets to read when a request fails, and at which fields. */
export interface Refusal {
  readonly text: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** SQLSTATE of a text that cannot be read as its column's type, such as a UUID, or that no text may have in it, such as NUL. */
const invalidTexts: readonly (string | undefined)[] = ['22P02', '22021'];

const failures: Readonly<Record<DatabaseFailure, string>> = {
  locked: 'Somebody else is just changing this. Nothing was changed; please try again in a moment.',
  away: "Baton's database did not answer in time. Nothing was changed; please try again in a moment.",
  unwritable: "Baton's database cannot store anything just now. Nothing was changed; please tell an admin.",
};

/** @param channel where it was asked for: a link to it */
const perhapsDone = (channel: string | undefined): string =>
  `Baton's database did not say in time whether this was done, and perhaps it was. Look first${channel ? ` in <#${channel}>` : ''}: the message it is about, your Home tab or \`/onboard list\` show how things stand. Then do it again only if it is missing.`;

/**
 * The one place where exceptions become text for people (DESIGN §4). What Baton throws on purpose speaks for itself; anything
 * else gets a reference that leads to its stack in the log. `undefined`: nothing needs to be said.
 * @param channel where it was asked for, where a link to it can be shown
 */
export const refusalOf = (error: unknown, log: Logger, channel?: string): Refusal | undefined => {
  if (error instanceof Repeated) return undefined;
  if (error instanceof FieldErrors) return { text: error.message, fields: error.fields };
  if (
    error instanceof UserError ||
    error instanceof NotAllowed ||
    error instanceof Conflict ||
    error instanceof NotFound
  ) {
    return { text: error.message };
  }
  if (error instanceof GatewayError) {
    log.warn({ err: error }, 'an external service failed a request');
    return { text: error.message };
  }
  if (error instanceof OutcomeUnknown) {
    log.warn({ err: error }, 'nobody knows whether a request was carried out');
    return { text: perhapsDone(channel) };
  }
  const failure = failureOf(error);
  if (failure) {
    log.warn({ err: error, failure }, 'the database did not carry out a request');
    return { text: failures[failure] };
  }
  // An id that Baton never made: a button of another version, a value that was tampered with. Nothing was found, so nothing changed.
  if (invalidTexts.includes(sqlStateOf(error))) {
    log.warn({ err: error }, 'a request named something by an id that is none');
    return { text: "Baton doesn't know what this refers to. Open it anew, for instance with `/onboard list`." };
  }
  const reference = randomUUID().slice(0, 8);
  log.error({ err: error, reference }, 'a request failed');
  return {
    text: `Something went wrong on Baton's side, and nothing was changed. Please try again; if it happens again, tell an admin this reference: ${reference}.`,
  };
};

const mention = /<@([UW][A-Z0-9]+)>/g;

/** What the people who are mentioned are called. */
export const namesIn = async (tx: Tx, text: string): Promise<ReadonlyMap<string, string>> => {
  const ids = [...text.matchAll(mention)].map(([, id]) => id ?? '');
  const people =
    ids.length > 0 ? await tx.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }) : [];
  return new Map(people.map((person) => [person.id, person.name]));
};

/** For the fields of a form, which show no mrkdwn: people by name, instants as their fallback says. */
export const asPlain = (text: string, names: ReadonlyMap<string, string>): string =>
  text.replace(mention, (_, id: string) => names.get(id) ?? 'somebody').replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1');

/** Errors speak in plain sentences that may quote what people typed, so they are escaped like all such text. Mentions of people and channels stay. */
export const asMrkdwn = (text: string): string =>
  text
    .split(/(<@[UW][A-Z0-9]+>|<#[CDG][A-Z0-9]+>|<!date\^[^>]*>)/)
    .map((part, index) => (index % 2 === 1 ? part : escapeMrkdwn(part)))
    .join('');
