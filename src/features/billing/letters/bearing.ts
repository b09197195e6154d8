/** How a letter with an invoice stands, by how it fares with each of its recipients. BIL-3 */

/** `waiting`: no server has it yet; `held`: an admin must look after it. */
export type RecipientState = 'waiting' | 'accepted' | 'bounced' | 'held' | 'dropped';

export type Head = 'to' | 'cc' | 'bcc';

export interface Recipient {
  readonly head: Head;
  readonly address: string;
  readonly state: RecipientState;
  /** What is known of it. */
  readonly how?: string | undefined;
}

/**
 * `accepted`: one of those it is for has it; `bounced`: it reached none of them; `under_way`: it may still; `stuck`: it does not
 * without somebody's help. Copies say nothing of it.
 */
export type Standing = 'accepted' | 'bounced' | 'under_way' | 'stuck';

/** Example: taken for one and bounced for the other is `accepted`; held for one and bounced for the other is `stuck`. */
export const standingOf = (recipients: readonly Pick<Recipient, 'head' | 'state'>[]): Standing => {
  const states = recipients.flatMap(({ head, state }) => (head === 'to' ? [state] : []));
  if (states.includes('accepted')) return 'accepted';
  if (states.includes('waiting')) return 'under_way';
  return states.length > 0 && states.every((state) => state === 'bounced') ? 'bounced' : 'stuck';
};

/** A server does not take back that it took it, but what it took may come back. */
export const stateAfter = (before: RecipientState, fate: Exclude<RecipientState, 'waiting'>): RecipientState =>
  before === 'bounced' && fate === 'held' ? 'bounced' : fate;
