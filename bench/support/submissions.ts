import type { Slack } from '../../src/sandbox/slack/index.ts';
import { asForm } from '../../src/sandbox/slack/transport.ts';
import { openPool, type Pool, signedRequest } from './http-load.ts';

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
  const recorded = slack.deliveries.findLast((each) => each.kind === 'view_submission');
  if (!recorded) throw new Error('the form was not recorded');
  const text = JSON.stringify(recorded.payload);
  const view = recorded.payload.view as { id: string; hash: string };
  const pools = new Map<number, Pool>();
  let serial = 0;
  return {
    create: async (port, customer) => {
      serial += 1;
      const payload = text
        .replaceAll(placeholder, customer)
        .replaceAll(view.id, `V${serial}`)
        .replaceAll(view.hash, `${serial}.hash`);
      const pool = pools.get(port) ?? openPool(port, 40);
      pools.set(port, pool);
      const { status, body } = await pool.send(signedRequest(port, slack.signingSecret, asForm({ payload }).body));
      // A refusal travels in the ack's body; what is done says nothing there.
      return { customer, acknowledged: status === 200 && !body.includes('response_action'), status };
    },
    close: () => {
      for (const pool of pools.values()) pool.close();
    },
  };
};
