/** What the sandbox and its Baton process say to each other. Baton runs in a process of its own so that it can be killed. */
export type ToBaton =
  | { readonly type: 'advance'; readonly ms: number }
  | { readonly type: 'to-next-job' }
  /** One day on, as one of months that go by; `withBills`: on the first of a month accounting runs the bills. */
  | { readonly type: 'day'; readonly withBills: boolean }
  | { readonly type: 'state' };

export interface NextJob {
  readonly name: string;
  readonly at: string;
}

export type FromBaton =
  | { readonly type: 'ready'; readonly port: number }
  /** Answers each request, in order. */
  | { readonly type: 'state'; readonly now: string; readonly nextJob?: NextJob };
