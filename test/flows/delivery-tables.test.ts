import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { charts } from '../../src/platform/block-kit/chart.ts';
import { tables } from '../../src/platform/block-kit/table.ts';
import { problems } from '../../src/platform/delivery/parked/problems.ts';
import { tellTablesRefused } from '../../src/platform/delivery/parked/tables-refused.ts';
import { keepFile, readKept } from '../../src/platform/files/kept-files.ts';
import { system } from '../../src/platform/work/work.ts';
import { describeEachEngine } from '../support/database.ts';
import { createDelivering, type Delivering } from '../support/delivering.ts';

const sales = { role: 'sales' } as const;
const blocks = [
  ...tables([{ caption: 'Owed', columns: ['Customer', 'Total'], rows: [['Larkspur', { text: '$10.00', value: 10 }]] }]),
  ...charts([{ title: 'By age', categories: ['Not due'], series: [{ name: 'Open', values: [10] }] }]),
];
const content = { text: 'Owed. Larkspur: Total $10.00.', blocks };

describeEachEngine('tables, charts and files on their way to Slack', (engine) => {
  let at: Delivering;
  beforeAll(async () => {
    at = await createDelivering(engine);
  }, 180_000);
  afterEach(async () => {
    await at.reset();
    at.slack.withhold([]);
  });
  afterAll(async () => {
    await at.close();
  });

  const typesIn = (where: Delivering) =>
    where.slack.messages('sales').map((each) => each.blocks?.map(({ type }) => type));

  test('WRK-7 a workspace that knows tables and charts gets them once, as they are', async () => {
    await at.post(sales, content.text, { content });
    await at.start().idle();
    expect(typesIn(at)).toEqual([['data_table', 'data_visualization']]);
  });

  test('WRK-7 a workspace that refuses them gets the message once more in classic blocks, once; the admins are told once', async () => {
    at.slack.withhold(['data_table', 'data_visualization']);
    let told: Promise<void> | undefined;
    const refusesTables = () => {
      told = tellTablesRefused(at.deps);
    };
    await at.post(sales, content.text, { content });
    await at.post(sales, content.text, { content });
    const delivery = at.start({ refusesTables });
    await delivery.idle();
    await told;
    delivery.wake();
    await delivery.idle();
    expect(typesIn(at)).toEqual([
      ['rich_text', 'rich_text'],
      ['rich_text', 'rich_text'],
    ]);
    expect(JSON.stringify(at.slack.messages('sales')[0]?.blocks)).toContain('Larkspur');
    expect(at.texts('admin')).toEqual([expect.stringContaining('refused tables and charts')]);
    expect((await problems(at.db)).parkedCount).toBe(0);
  });

  test('WRK-7 what is refused for another reason is parked, and not sent in another form', async () => {
    const wrong = [...blocks, { type: 'divider' as const, block_id: 'x'.repeat(300) }];
    await at.post(sales, 'x', { content: { text: 'x', blocks: wrong } });
    await at.start().idle();
    expect(at.slack.messages('sales')).toEqual([]);
    expect((await problems(at.db)).parkedCount).toBe(1);
  });

  const posted = async (where: Delivering) => {
    await where.deps.transact(system, async (work) => {
      const { hash } = await keepFile(work.tx, { type: 'run', id: 'made' }, [Buffer.from('a,b\n1,2\n')], work.now);
      const attachments = [{ name: 'owed.csv', type: 'text/csv', hash }];
      work.post({ to: sales, content: { text: 'Here it is.', attachments } });
    });
    return where.start({ readFile: (hash) => readKept(where.db.prisma, hash) });
  };

  test('a file goes with its message: uploaded, shared where the message stands, whole', async () => {
    await (await posted(at)).idle();
    const [message] = at.slack.messages('sales');
    expect(message?.text).toContain('owed.csv');
    expect(message?.files?.map(({ name, content: bytes }) => [name, bytes.toString()])).toEqual([
      ['owed.csv', 'a,b\n1,2\n'],
    ]);
    const link = /<(http[^|]+)\|/.exec(message?.text ?? '')?.[1] ?? '';
    expect(await (await fetch(link)).text()).toBe('a,b\n1,2\n');
  });

  test('an answer that is lost after the message was taken doubles nothing', async () => {
    at.slack.faults.add({ kind: 'accept_then_drop', method: 'chat.postMessage', count: 1 });
    const delivery = await posted(at);
    await delivery.idle();
    for (let n = 0; n < 5; n += 1) {
      at.wall.advance(120_000);
      await delivery.idle();
    }
    expect(at.slack.messages('sales')).toHaveLength(1);
    expect(at.slack.messages('sales')[0]?.files).toHaveLength(1);
  });

  test('an upload that breaks off is tried again, and its neighbours go meanwhile', async () => {
    at.slack.faults.add({ kind: 'drop', method: 'files.completeUploadExternal', count: 1 });
    const delivery = await posted(at);
    await at.post(sales, 'a neighbour');
    await delivery.idle();
    expect(at.texts('sales')).toEqual(['a neighbour']);
    for (let n = 0; n < 3; n += 1) {
      at.wall.advance(120_000);
      await delivery.idle();
    }
    expect(at.slack.messages('sales').map((each) => each.files?.length ?? 0)).toEqual([0, 1]);
  });

  test('without files:write the admins read what to do, and everything else goes on', async () => {
    at.slack.grant(['chat:write', 'channels:history', 'chat:write.public', 'im:write', 'im:history']);
    const delivery = await posted(at);
    await at.post(sales, 'a neighbour');
    await delivery.idle();
    expect(at.texts('sales')).toEqual(['a neighbour']);
    const { parked } = await problems(at.db);
    expect(parked.map(({ problem }) => problem)).toEqual([expect.stringContaining('files:write')]);
    at.slack.grant(['chat:write', 'files:write', 'channels:history', 'chat:write.public', 'im:write', 'im:history']);
  });
});
