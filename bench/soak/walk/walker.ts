import { createHmac } from 'node:crypto';
import { type ActResult, type Delivery, Impossible, type Slack } from '../../../src/sandbox/slack/index.ts';
import { asForm } from '../../../src/sandbox/slack/transport.ts';
import type { Amounts } from '../../../test/support/journey.ts';
import type { Random } from '../../support/random.ts';
import { buttonsOf, fillIn, type Offer } from './filling.ts';
import type { Step } from './model.ts';
import type { Row, Snapshot } from './snapshot.ts';

/** Baton as the walk sees it: a process that can be asked, moved through time, and killed. */
export interface Walked {
  readonly slack: Slack;
  now(): Date;
  idle(): Promise<void>;
  advance(ms: number): Promise<void>;
  license(license: { customer: string; reference: string; subscription: string; expiresOn: string }): Promise<void>;
  /** Makes a project whose folder lies at this stage already. */
  project(project: { customer: string; amounts: Amounts; stage: string }): Promise<void>;
  /** kill -9 and start again. */
  crash(): Promise<void>;
  eventsUrl(): string;
}

const hour = 3_600_000;
const roles = [
  'sales',
  'reviewer',
  'billing',
  'accounting',
  'purchasing',
  'project_manager',
  'service',
  'support',
  'management',
] as const;

/** Whose work a button is, for the sensible half of the clicks. */
const worker = (channel: string, action: string): string => {
  if (action.startsWith('override.')) return 'management';
  return channel.replaceAll('-', '_');
};

const weights: Readonly<Record<string, number>> = {
  'handoff.checklist': 5,
  'handoff.approve': 5,
  'handoff.return': 0.7,
  'handoff.assign': 0.7,
  'decision.undo': 0.6,
  'contract.add': 5,
  'subscription.set_up': 5,
  'invoice.mark_sent': 4,
  'invoice.file': 3,
  'payment.record': 4,
  'invoice.void': 0.2,
  'payment.reverse': 0.6,
  'expiry.confirm': 4,
  'recurring.arm': 4,
  'acknowledgement.give': 4,
};

/** What the folder waits for at some desk, besides its checklist. */
const needs: readonly string[] = [
  'invoice.mark_sent',
  'contract.add',
  'subscription.set_up',
  'payment.record',
  'hardware.review',
  'hardware.order',
  'acknowledgement.give',
  'recurring.arm',
];

const weighted = <T extends { readonly action: string }>(random: Random, offers: readonly T[]): T =>
  random.weighted(offers, (offer) => weights[offer.action] ?? 1);

const header =
  'Transaction ID,Subscription ID,Billing Date,Customer ID,Customer Name,Amount,Currency,Transaction Date,Status,Response,Response Code,Card Type,Card Number,Next Attempt,Attempt';

/** Where a walk sets out: at the beginning, or where earlier desks have done their work. */
const beginnings = [
  undefined,
  undefined,
  'billing',
  'profile-check',
  'planning',
  'delivery',
  'delivery',
  'start-billing',
  'start-billing',
] as const;

/** One seed's way through the work. */
export const createWalker = (walked: Walked, seed: number, random: Random) => {
  const from = random.pick(beginnings);
  const { slack } = walked;
  const mine = `Seed ${seed} `;
  const people = roles.map((role) => slack.person(role).id);
  /** What came before is not sent again: Slack does not after a week, and Baton forgets by then. */
  let firstDelivery = slack.deliveries.at(-1)?.id ?? 0;
  const starts = new Map(slack.channels.map((channel) => [channel.id, channel.roots.length]));
  let serials = 0;
  const serial = () => seed * 1000 + ++serials;
  let transactions = 0;
  /** What a desk does when everything it needs is there. */
  let usual: 'handoff.checklist' | 'handoff.approve' = 'handoff.checklist';

  const said = (message: { text: string; blocks?: unknown }): boolean =>
    `${message.text} ${JSON.stringify(message.blocks ?? [])}`.includes(mine);

  const offers = (): (Offer & { readonly role: string })[] =>
    slack.channels.flatMap((channel) =>
      channel.kind === 'im'
        ? []
        : channel.roots
            .slice(starts.get(channel.id) ?? 0)
            .filter((message) => said(message))
            .flatMap((message) =>
              buttonsOf(message.blocks).map((button) => ({
                channel: channel.id,
                ts: message.ts,
                ...button,
                role: worker(channel.name, button.action),
              })),
            ),
    );

  const attempt = async (act: () => Promise<ActResult>): Promise<string> => {
    try {
      const result = await act();
      return `${result.status}${result.error ? ` ${result.error}` : ''}${result.fieldErrors ? ` ${JSON.stringify(result.fieldErrors)}` : ''}`;
    } catch (error) {
      if (error instanceof Impossible) return `not possible: ${error.message.slice(0, 80)}`;
      throw error;
    }
  };

  const idOf = (role: string): string => slack.person(role).id;

  const click = async (): Promise<Step> => {
    const all = offers();
    if (all.length === 0) return command();
    // Half of the time what is needed next, so that walks get somewhere.
    const needed = all.filter((each) => needs.includes(each.action));
    const next =
      needed.length > 0 && random.chance(0.75)
        ? random.pick(needed)
        : (all.findLast((each) => each.action === usual) ?? all.findLast((each) => each.action === 'handoff.approve'));
    const offer = next && random.chance(0.7) ? next : weighted(random, all);
    const who = random.chance(0.88) ? idOf(offer.role) : random.pick(people);
    const outcome = await attempt(() => slack.as(who).click(offer, { actionId: offer.action, value: offer.value }));
    if (offer.action === 'handoff.approve') usual = 'handoff.checklist';
    return { kind: 'click', who, what: `${offer.action} → ${outcome}` };
  };

  const form = async (who: string): Promise<Step> => {
    const view = slack.modals(who).at(-1);
    if (!view) return click();
    const callback = String(view.body.callback_id ?? '');
    const buttons = buttonsOf(view.body.blocks);
    if (!view.body.submit) {
      if (buttons.length > 0 && random.chance(0.7)) {
        const button = weighted(random, buttons);
        const outcome = await attempt(() =>
          slack.as(who).clickInModal({ actionId: button.action, value: button.value }),
        );
        return { kind: 'click', who, what: `${button.action} in ${callback} → ${outcome}` };
      }
      return {
        kind: 'form',
        who,
        what: `close ${callback} → ${await attempt(() => slack.as(who).closeModal({ all: true }))}`,
      };
    }
    if (random.chance(0.05))
      return {
        kind: 'form',
        who,
        what: `close ${callback} → ${await attempt(() => slack.as(who).closeModal({ all: true }))}`,
      };
    const values = fillIn(view, random, walked.now(), people, serial);
    const outcome = await attempt(() => slack.as(who).submit(values));
    if (!outcome.startsWith('200') || outcome.includes('{'))
      await attempt(() => slack.as(who).closeModal({ all: true }));
    if (callback === 'checklist.save' && outcome === '200') usual = 'handoff.approve';
    return { kind: 'form', who, what: `${callback} ${JSON.stringify(values).slice(0, 160)} → ${outcome}` };
  };

  const command = async (): Promise<Step> => {
    const who = random.chance(0.6) ? idOf('sales') : random.pick(people);
    const line = random.pick([
      `/onboard show ${mine.trim()}`,
      '/onboard list',
      `/bill customer ${mine.trim()}`,
      `/onboard new ${mine}${serial()} Ltd`,
      '/activity list',
      `/bill payment ${mine.trim()}`,
    ]);
    return { kind: 'command', who, what: `${line} → ${await attempt(() => slack.as(who).command('general', line))}` };
  };

  /** Something that was offered once, pressed again as it was (Slack sends it twice), or by somebody else. */
  const repeat = async (): Promise<Step> => {
    const known = slack.deliveries.filter(
      (each) => each.id > firstDelivery && (each.kind === 'block_actions' || each.kind === 'view_submission'),
    );
    if (known.length === 0) return click();
    const old = random.pick(known);
    const same = random.chance(0.5);
    const who = same ? (old.user ?? '') : random.pick(people);
    const payload = same ? old.payload : stolen(old, who);
    return { kind: 'repeat', who, what: `${old.name} ${same ? 'sent twice' : `as ${who}`} → ${await post(payload)}` };
  };

  const stolen = (old: Delivery, who: string): Delivery['payload'] => {
    const stamp = `${Date.now()}.${serial()}`;
    const view = old.payload.view as Record<string, string> | undefined;
    return {
      ...old.payload,
      user: { ...(old.payload.user as object), id: who },
      trigger_id: stamp,
      ...(view ? { view: { ...view, hash: stamp } } : {}),
    };
  };

  const post = async (payload: Delivery['payload']): Promise<number> => {
    const { body, contentType } = asForm({ payload: JSON.stringify(payload) });
    const at = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', slack.signingSecret).update(`v0:${at}:${body}`).digest('hex');
    const answer = await fetch(walked.eventsUrl(), {
      method: 'POST',
      body,
      headers: {
        'content-type': contentType,
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': `v0=${signature}`,
      },
    });
    await answer.text();
    return answer.status;
  };

  const report = async (): Promise<Step> => {
    const who = idOf('accounting');
    const today = walked.now().toISOString().slice(0, 10);
    const period = `${today.slice(0, 7)}-01`;
    const count = random.chance(0.4) ? 5 : 1 + random.below(2);
    const lines = Array.from({ length: count }, () => {
      transactions += 1;
      const paid = random.chance(0.15);
      const amount = paid && random.chance(0.4) ? '200.00' : '480.00';
      return `T-${seed}-${transactions},SUB-${seed},${period},AX-${seed},${mine}License,${amount},USD,${today} 03:${String(transactions % 60).padStart(2, '0')}:00,${paid ? 'Approved,Approved,00' : 'Failed,Insufficient funds,51'},Visa,************4242,,${transactions}`;
    });
    if (random.chance(0.1)) lines.push('half a row');
    if (random.chance(0.3) && transactions > count) transactions -= 1;
    await attempt(() => slack.as(who).closeModal({ all: true }));
    const opened = await attempt(() => slack.as(who).command('accounting', '/bill import'));
    await walked.idle();
    const view = slack.modals(who).at(-1);
    if (view?.body.callback_id !== 'report.import') return { kind: 'report', who, what: `/bill import → ${opened}` };
    const file = slack.as(who).upload(`report-${serial()}.csv`, `${[header, ...lines].join('\r\n')}\r\n`);
    const outcome = await attempt(() => slack.as(who).submit({ report: [file.id] }));
    if (outcome !== '200') await attempt(() => slack.as(who).closeModal({ all: true }));
    return { kind: 'report', who, what: `${count} attempts → ${outcome}` };
  };

  const clock = async (): Promise<Step> => {
    const [what, ms] = random.pick([
      ['5 minutes', hour / 12],
      ['2 hours', 2 * hour],
      ['a day', 24 * hour],
      ['8 days', 8 * 24 * hour],
    ] as const);
    await walked.advance(ms);
    if (ms > 7 * 24 * hour) firstDelivery = slack.deliveries.at(-1)?.id ?? 0;
    return { kind: 'clock', what: `${what} pass` };
  };

  const fault = async (): Promise<Step> => {
    if (slack.faults.list().length > 0) {
      slack.faults.clear();
      return { kind: 'fault', what: 'Slack is well again' };
    }
    const kind = random.pick([
      'error_500',
      'drop',
      'garbage',
      'error_500_after',
      'accept_then_drop',
      'garbage_after',
      'duplicate',
      'lost',
      'bad_signature',
      'rate_limited',
    ] as const);
    const method = ['duplicate', 'lost', 'bad_signature'].includes(kind)
      ? undefined
      : random.pick(['chat.postMessage', 'chat.update', 'views.open', undefined]);
    slack.faults.add({
      kind,
      count: 1 + random.below(3),
      ...(method ? { method } : {}),
      ...(kind === 'rate_limited' ? { retryAfter: 1 } : {}),
    });
    return { kind: 'fault', what: `${kind} ${method ?? ''}` };
  };

  /** A click is on its way when the process dies. */
  const crash = async (): Promise<Step> => {
    const all = offers();
    const offer = all.length > 0 ? weighted(random, all) : undefined;
    const acting = offer
      ? attempt(() => slack.as(idOf(offer.role)).click(offer, { actionId: offer.action, value: offer.value }))
      : Promise.resolve('nothing');
    await new Promise((resolve) => setTimeout(resolve, random.below(25)));
    await walked.crash();
    return {
      kind: 'crash',
      ...(offer ? { who: idOf(offer.role) } : {}),
      what: `kill -9 during ${offer?.action ?? 'nothing'} → ${await acting}`,
    };
  };

  const amount = (list: readonly (string | undefined)[]) => random.pick(list);
  const amounts = {
    set_up: amount(['1500', undefined]),
    first_month: amount(['2000', '2000', undefined]),
    hardware: amount(['900', '499.99', '500', undefined]),
  };

  /** A license whose charges can fail; and on most walks a folder that is on its way already: fifty steps are too few for all. */
  const prepare = async (): Promise<void> => {
    await walked.license({
      customer: `${mine}License`,
      reference: `AX-${seed}`,
      subscription: `SUB-${seed}`,
      expiresOn: new Date(walked.now().getTime() + 20 * 24 * hour).toISOString().slice(0, 10),
    });
    if (from === undefined) return;
    const given = Object.fromEntries(Object.entries(amounts).flatMap(([kind, text]) => (text ? [[kind, text]] : [])));
    await walked.project({ customer: `${mine}Ltd`, amounts: given, stage: from });
  };

  const begin = async (): Promise<Step> => {
    const sales = idOf('sales');
    await attempt(() => slack.as(sales).command('sales', '/onboard new'));
    await walked.idle();
    const values = {
      customer: `${mine}Ltd`,
      project_manager: idOf('project_manager'),
      currency: 'USD',
      set_up_fee: amounts.set_up ?? '',
      first_month: amounts.first_month ?? '',
      hardware: amounts.hardware ?? '',
    };
    return {
      kind: 'begin',
      who: sales,
      what: `a project ${JSON.stringify(values)} → ${await attempt(() => slack.as(sales).submit(values))}`,
    };
  };

  const step = async (n: number, mayCrash: boolean): Promise<Step> => {
    if (n === 0 && from === undefined) return begin();
    const busy = people.filter((who) => slack.modals(who).length > 0);
    if (busy.length > 0 && random.chance(0.85)) return form(random.pick(busy));
    const dice = random.next();
    if (mayCrash && dice < 0.04) return crash();
    if (dice < 0.07) return repeat();
    if (dice < 0.12) return clock();
    if (dice < 0.16) return fault();
    if (dice < 0.22) return report();
    if (dice < 0.26) return command();
    return click();
  };

  /** Others have walked meanwhile, and moved the clock. */
  const goOn = (): void => {
    firstDelivery = slack.deliveries.at(-1)?.id ?? 0;
  };

  return { prepare, step, goOn, mine, transactions: () => transactions };
};

export type { Row, Snapshot };
