import { withoutAddresses } from '../../letters/addresses.ts';
import { LeaseLost, type Outcome } from '../../transport.ts';
import { MailFailure } from './failure.ts';
import { NoLetter, NotNow } from './letter.ts';

/** Where no mail server is set, letters wait until one is. */
export class NoMailServer extends Error {
  override readonly name = 'NoMailServer';
  override readonly message = 'there is no mail server: set SMTP_URL and MAIL_FROM';
}

/** They speak of Baton's standing with the server, not of the letter: the next one would hear the same. */
const ofStanding = new Set([530, 534, 535, 538]);

const sentence = (error: MailFailure): string => withoutAddresses(error.message).replace(/\.$/, '');

/**
 * What an error says about a letter. Nobody can look into a mail server: what is not certain is `unknown`, and will be parked for
 * an admin.
 *
 * Example: the line drops after the last byte: `unknown`; it drops before the server asked for the first: nothing happened.
 */
export const classify = (error: unknown): Outcome => {
  if (error instanceof LeaseLost) return { kind: 'lost' };
  if (error instanceof NoLetter) return { kind: 'refused', problem: error.message };
  if (error instanceof NotNow) return { kind: 'deferred', problem: error.message };
  if (error instanceof NoMailServer) return { kind: 'paused', problem: error.message };
  if (!(error instanceof MailFailure)) return { kind: 'unknown', problem: String(error) };
  if (error.stage === 'connecting') return { kind: 'paused', problem: ofConnecting(error) };
  if (error.answer !== undefined) return ofAnswer(error, error.answer);
  // Found before a byte was written: no such address, or larger than the server says it takes.
  if (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') return { kind: 'refused', problem: sentence(error) };
  const problem = `the connection to the mail server broke off (${sentence(error)})`;
  return { kind: error.stage === 'envelope' ? 'deferred' : 'unknown', problem };
};

const ofConnecting = (error: MailFailure): string =>
  error.code === 'EAUTH'
    ? `the mail server does not accept the login (${sentence(error)})`
    : `the mail server cannot be reached (${error.answer === undefined ? (error.code ?? sentence(error)) : sentence(error)})`;

/** RFC 5321: 4yz not now, 5yz never; 503 speaks of the session. */
const ofAnswer = (error: MailFailure, answer: number): Outcome => {
  const problem = `the mail server said: ${sentence(error)}`;
  if (ofStanding.has(answer)) return { kind: 'paused', problem };
  return answer >= 500 && answer !== 503 ? { kind: 'refused', problem, isBounce: true } : { kind: 'deferred', problem };
};
