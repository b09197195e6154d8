/** `/onboard help` beside a Bolt app that acknowledges and does nothing: what Baton adds to every request. */
import { asForm } from '../../src/sandbox/slack/transport.ts';
import { type Figure, median } from '../support/figures.ts';
import { type BatonChild, cpuSeconds, helper } from '../support/processes.ts';
import { type Bench, secret } from './bench.ts';

const body = asForm({
  token: 't',
  team_id: 'T0BATON001',
  team_domain: 'baton-demo',
  channel_id: 'C0SALES001',
  channel_name: 'sales',
  user_id: 'U0SALES001',
  user_name: 'sally.sales',
  command: '/onboard',
  text: 'help',
  api_app_id: 'A0BATON001',
  is_enterprise_install: 'false',
  response_url: 'http://127.0.0.1:9/response/x',
  trigger_id: '1.2.3',
}).body;

interface Saturated {
  /** Requests a second. */
  readonly rate: number;
  /** Processor time a request; milliseconds. */
  readonly cost: number;
}

const saturate = async (port: number, pid: number | undefined, seconds: number): Promise<Saturated> => {
  const load = await helper<never>('load-child.ts', {}, false);
  const before = cpuSeconds(pid);
  const { rate, wrong } = await load.ask<{ rate: number; wrong: number }>({
    order: 'saturate',
    port,
    secret,
    body,
    connections: 32,
    seconds,
  });
  const cpu = cpuSeconds(pid) - before;
  await load.close();
  if (wrong > 0) throw new Error(`${wrong} requests for help were not answered`);
  return { rate, cost: (cpu * 1000) / (rate * seconds) };
};

export const helpFigures = async ({ quick }: Bench, baton: BatonChild): Promise<Figure[]> => {
  const empty = await helper<number>('floor-child.ts', { SLACK_SIGNING_SECRET: secret });
  const seconds = quick ? 2 : 4;
  const ofBaton = () => saturate(baton.port, baton.child.pid, seconds);
  const ofBolt = () => saturate(empty.hello, empty.child.pid, seconds);
  await ofBaton();
  await ofBolt();
  // Turn and turn about, so that both see the same machine.
  const turns: { readonly baton: Saturated; readonly bolt: Saturated }[] = [];
  for (let round = 0; round < (quick ? 1 : 5); round++) turns.push({ bolt: await ofBolt(), baton: await ofBaton() });
  await empty.close();
  return [
    {
      name: '`/onboard help`',
      value: median(turns.map(({ baton: { rate } }) => rate)),
      unit: 'requests/s',
      floor: median(turns.map(({ bolt: { rate } }) => rate)),
    },
    {
      name: '`/onboard help`: processor time',
      value: median(turns.map(({ baton: { cost } }) => cost)),
      unit: 'ms',
      floor: median(turns.map(({ bolt: { cost } }) => cost)),
    },
    {
      name: '`/onboard help` against an empty Bolt app',
      value: median(turns.map(({ baton: own, bolt }) => own.cost / bolt.cost)),
      unit: 'times',
      atMost: 1.25,
    },
  ];
};
