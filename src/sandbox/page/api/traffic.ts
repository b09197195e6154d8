/** What went between Slack and Baton, as lists show it. */

export interface Call {
  id: number;
  at: number;
  method: string;
  status: number;
  durationMs: number;
  ok: boolean;
  error?: string;
  fault?: string;
}

export interface Attempt {
  at: number;
  status: number;
  ackMs: number;
  /** Whether the ack put errors into a form's fields. */
  hasErrors: boolean;
  error?: string;
  retryNum?: number;
  duplicate?: boolean;
}

export interface Delivery {
  id: number;
  kind: string;
  name: string;
  user?: string;
  attempts: Attempt[];
  via: 'http' | 'socket';
  done: boolean;
}

export interface Traffic {
  calls: Call[];
  deliveries: Delivery[];
  problems: string[];
}
