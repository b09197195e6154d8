/** `step`: the ladder asks to call; `unreachable`: no address takes their letters; `promise`: they did not pay as they had promised. */
export type WhyCall = 'step' | 'unreachable' | 'promise';

/** Accounting is asked to call a customer. BIL-18 */
export interface Call {
  readonly id: string;
  readonly customerId: string;
  readonly why: WhyCall;
  readonly reminderId: string | undefined;
  readonly promiseId: string | undefined;
  readonly openedAt: Date;
  readonly closed: { readonly by: string; readonly at: Date } | undefined;
  readonly note: string | undefined;
}
