import type { Slack } from '../../src/sandbox/slack/index.ts';
import { asForm } from '../../src/sandbox/slack/transport.ts';
import { openPool, type Pool, signedRequest } from './http-load.ts';

export interface Sent {
  /** Of the answer; 0 when none came. */
  readonly status: number;
  /** The ack says that it is done: a refusal travels in the ack's body, what is done says nothing there. */
  readonly isDone: boolean;
}

/** A form that somebody filled in once, of which others are made. */
export interface RecordedForm {
  /**
   * @param serial the same one is the same request, as when Slack sends it again
   * @param replaced what stands in the recorded one, by what stands there instead
   */
  send(port: number, serial: string, replaced: Readonly<Record<string, string>>): Promise<Sent>;
  close(): void;
}

/** The last form that was sent in this workspace. @throws when none was */
export const recordForm = (slack: Slack): RecordedForm => {
  const recorded = slack.deliveries.findLast((each) => each.kind === 'view_submission');
  if (!recorded) throw new Error('the form was not recorded');
  const text = JSON.stringify(recorded.payload);
  const view = recorded.payload.view as { id: string; hash: string };
  const pools = new Map<number, Pool>();
  return {
    send: async (port, serial, replaced) => {
      const payload = Object.entries({ ...replaced, [view.id]: `V${serial}`, [view.hash]: `${serial}.hash` }).reduce(
        (made, [from, to]) => made.replaceAll(from, to),
        text,
      );
      const pool = pools.get(port) ?? openPool(port, 40);
      pools.set(port, pool);
      const { status, body } = await pool.send(signedRequest(port, slack.signingSecret, asForm({ payload }).body));
      return { status, isDone: status === 200 && !body.includes('response_action') };
    },
    close: () => {
      for (const pool of pools.values()) pool.close();
    },
  };
};

export interface Acked {
  readonly customer: string;
  /** The ack said that the project is created. */
  readonly acknowledged: boolean;
  readonly status: number;
}

/** Sends "create this project" forms, each with a customer of its own. */
export interface Creator {
  create(port: number, customer: string): Promise<Acked>;
  close(): void;
}

const placeholder = 'The recorded customer';

/** A person fills in the form once; the others are made from what the stand-in sent for that. */
export const recordCreator = async (slack: Slack): Promise<Creator> => {
  const sales = slack.as('sales');
  // A Baton that has just started may be late for its first answers; nobody is measured yet.
  for (let n = 0; n < 10 && slack.modals('sales').length === 0; n++) {
    await sales.command('sales', '/onboard new');
    await slack.waitFor(() => slack.modals('sales').length > 0, 5_000, 'the form').catch(() => undefined);
  }
  await sales.submit({ customer: placeholder, project_manager: 'U0PROJMG001', currency: 'USD' });
  const form = recordForm(slack);
  let serial = 0;
  return {
    create: async (port, customer) => {
      serial += 1;
      const { status, isDone } = await form.send(port, String(serial), { [placeholder]: customer });
      return { customer, acknowledged: isDone, status };
    },
    close: form.close,
  };
};
