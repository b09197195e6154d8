/** What the sandbox and its Baton process say to each other. Baton runs in a process of its own so that it can be killed. */
export type ToBaton =
  | { readonly type: 'advance'; readonly ms: number }
  | { readonly type: 'to-next-job' }
  /** One day on, as one of months that go by; `withBills`: on the first of a month accounting runs the bills. */
  | { readonly type: 'day'; readonly withBills: boolean }
  | { readonly type: 'state' }
  | { readonly type: 'pages' };

/** A page that a customer could be given; without a link while that is withdrawn. */
export interface CustomerPage {
  readonly title: string;
  readonly customer: string;
  readonly url: string | null;
}

export interface NextJob {
  readonly name: string;
  readonly at: string;
}

export type FromBaton =
  | { readonly type: 'ready'; readonly port: number }
  | { readonly type: 'pages'; readonly pages: readonly CustomerPage[] }
  /** Answers each other request, in order. */
  | { readonly type: 'state'; readonly now: string; readonly nextJob?: NextJob };
