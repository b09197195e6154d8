import { afterEach, describe, expect, it } from 'vitest';
import type { Slack, SlackOptions } from '../../src/sandbox/slack/index.ts';
import {
  actions,
  type BoltApp,
  boltApp,
  button,
  client,
  closeAll,
  modal,
  refusal,
  section,
  slack,
  textInput,
} from './support.ts';

afterEach(closeAll);

/** An app whose command opens this modal, for the sales person. */
const opened = async (
  blocks: object[],
  set: (app: BoltApp) => void,
  more: object = {},
  options: SlackOptions = {},
): Promise<Slack> => {
  const at = await slack(options);
  await boltApp(at, (app) => {
    app.command('/onboard', async ({ command, ack, client: web }) => {
      await ack();
      await web.views.open({ trigger_id: command.trigger_id, view: modal(blocks, more) });
    });
    set(app);
  });
  await at.as('sales').command('#sales', '/onboard');
  await at.waitFor(() => at.modals('sales').length === 1);
  return at;
};

describe('submitting', () => {
  it('checks in the client first, as Slack does', async () => {
    let asked = 0;
    const number = { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '9' };
    const at = await opened(
      [
        textInput('name', {}, { min_length: 3, max_length: 5 }),
        { ...textInput('mail'), element: { type: 'email_text_input', action_id: 'value' } },
        { ...textInput('count'), element: { ...number, action_id: 'value' } },
        textInput('note', { optional: true }),
      ],
      (app) =>
        app.view('form', async ({ ack }) => {
          asked += 1;
          await ack();
        }),
    );
    const sales = at.as('sales');
    const first = await sales.submit({ mail: 'nobody', count: '10' });
    expect(first.error).toBe('client_validation');
    expect(first.fieldErrors).toEqual({
      name: 'Please complete this required field.',
      mail: 'Must be a valid email address.',
      count: 'Must be 9 or less.',
    });
    expect((await sales.submit({ name: 'toolong', mail: 'a@b.c', count: 3 })).fieldErrors).toEqual({
      name: 'Must be no more than 5 characters.',
    });
    expect(asked).toBe(0);
    expect(await sales.submit({ name: 'good' })).toMatchObject({ status: 200 });
    expect([asked, at.modals('sales').length]).toEqual([1, 0]);
  });

  it('shows the errors that the app acks, and refuses errors for what is no input block', async () => {
    const at = await opened([section('x'), textInput('name')], (app) =>
      app.view('form', async ({ view, ack }) => {
        const name = view.state.values.name?.value?.value;
        if (name === 'good') await ack();
        else
          await ack({
            response_action: 'errors',
            errors: { [name === 'stray' ? 'nothing' : 'name']: 'Not this one.' },
          });
      }),
    );
    const sales = at.as('sales');
    expect((await sales.submit({ name: 'bad' })).fieldErrors).toEqual({ name: 'Not this one.' });
    expect(at.modals('sales')[0]?.errors).toEqual({ name: 'Not this one.' });
    expect((await sales.submit({ name: 'stray' })).error).toBe('invalid_ack');
    expect(at.problems.join()).toContain('no input block: nothing');
    await sales.submit({ name: 'good' });
    expect(at.modals('sales')).toEqual([]);
  });

  it('updates, pushes and clears by the ack; a wrong view in it is an error', async () => {
    const at = await opened([textInput('step')], (app) =>
      app.view('form', async ({ view, ack }) => {
        const step = view.state.values.step?.value?.value;
        if (step === 'update')
          await ack({ response_action: 'update', view: modal([section('updated'), textInput('step')]) });
        else if (step === 'push') await ack({ response_action: 'push', view: modal([textInput('step')]) });
        else if (step === 'wrong') await ack({ response_action: 'update', view: modal([{ type: 'marquee' }]) });
        else if (step === 'strange') await ack({ response_action: 'vanish' } as never);
        else await ack({ response_action: 'clear' });
      }),
    );
    const sales = at.as('sales');
    expect((await sales.submit({ step: 'wrong' })).error).toBe('invalid_ack');
    expect((await sales.submit({ step: 'strange' })).error).toBe('invalid_ack');
    await sales.submit({ step: 'update' });
    expect(JSON.stringify(at.modals('sales')[0]?.body)).toContain('updated');
    // What was typed stays, since block and action are the same.
    expect(at.modals('sales')[0]?.state.step?.value?.value).toBe('update');
    await sales.submit({ step: 'push' });
    await sales.submit({ step: 'push' });
    expect(at.modals('sales').map((v) => [v.previousId !== null, v.rootId === at.modals('sales')[0]?.id])).toEqual([
      [false, true],
      [true, true],
      [true, true],
    ]);
    expect((await sales.submit({ step: 'push' })).error).toBe('invalid_ack');
    expect(at.problems.join()).toContain('push_limit_reached');
    await sales.submit({ step: 'clear' });
    expect(at.modals('sales')).toEqual([]);
  });

  it('leaves the modal open when the ack is late', async () => {
    const at = await opened(
      [textInput('name')],
      (app) => app.view('form', () => new Promise(() => {})),
      {},
      { ackTimeoutMs: 80 },
    );
    expect(await at.as('sales').submit({ name: 'x' })).toMatchObject({ status: 0, error: 'operation_timeout' });
    expect(at.modals('sales')).toHaveLength(1);
  });

  it('gives chosen values in the shape of view.state', async () => {
    let values: unknown;
    const choices = [
      { text: { type: 'plain_text', text: 'One' }, value: '1' },
      { text: { type: 'plain_text', text: 'Two' }, value: '2' },
    ];
    const field = (block_id: string, element: object) => ({
      ...textInput(block_id, { optional: true }),
      element: { action_id: 'value', ...element },
    });
    const at = await opened(
      [
        field('day', { type: 'datepicker' }),
        field('who', { type: 'users_select' }),
        field('where', { type: 'conversations_select' }),
        field('ticks', { type: 'checkboxes', options: choices }),
        field('one', { type: 'static_select', options: choices }),
        field('many', { type: 'multi_users_select' }),
        field('file', { type: 'file_input', filetypes: ['csv'] }),
        field('none', { type: 'plain_text_input' }),
      ],
      (app) =>
        app.view('form', async ({ view, ack }) => {
          values = view.state.values;
          await ack();
        }),
    );
    const sales = at.as('sales');
    await expect(sales.fill({ file: sales.upload('x.exe', 'x').id })).rejects.toThrow('not accepted');
    const file = sales.upload('report.csv', 'a\n1\n');
    await sales.submit({
      day: '2026-03-01',
      who: 'U0BILLNG001',
      where: '#support',
      ticks: ['1', 'Two'],
      one: '2',
      many: ['U0SALES001'],
      file: file.id,
    });
    expect(values).toMatchObject({
      day: { value: { type: 'datepicker', selected_date: '2026-03-01' } },
      who: { value: { selected_user: 'U0BILLNG001' } },
      where: { value: { selected_conversation: 'C0SUPPRT001' } },
      ticks: { value: { selected_options: choices } },
      one: { value: { selected_option: choices[1] } },
      many: { value: { selected_users: ['U0SALES001'] } },
      file: { value: { type: 'file_input', files: [{ id: file.id, name: 'report.csv', mimetype: 'text/csv' }] } },
      none: { value: { type: 'plain_text_input', value: null } },
    });
    expect((await client(at).files.info({ file: file.id })).file?.size).toBe(4);
  });
});

describe('while open', () => {
  it('can be updated by id and hash, and clicked', async () => {
    const at = await opened([textInput('name'), actions(button('more'))], (app) =>
      app.action('more', async ({ body, ack, client: web }) => {
        await ack();
        const view = (body as unknown as { view: { id: string; hash: string } }).view;
        await web.views.update({
          view_id: view.id,
          hash: view.hash,
          view: modal([textInput('name'), textInput('other')]),
        });
      }),
    );
    const sales = at.as('sales');
    await sales.fill({ name: 'kept' });
    const [before] = at.modals('sales');
    const stale = String(before?.hash);
    await sales.clickInModal('more');
    await at.waitFor(() => at.modals('sales')[0]?.hash !== stale);
    expect(Object.keys(at.modals('sales')[0]?.state ?? {})).toEqual(['name', 'other']);
    expect(at.modals('sales')[0]?.state.name?.value?.value).toBe('kept');
    const update = (args: object) =>
      refusal(client(at).views.update({ view: modal([section('x')]), ...args } as never));
    expect((await update({ view_id: before?.id, hash: stale })).error).toBe('hash_conflict');
    expect((await update({ view_id: 'V0NONE' })).error).toBe('not_found');
    expect((await update({})).error).toBe('invalid_arguments');
    await sales.closeModal();
    expect((await update({ view_id: before?.id })).error).toBe('not_found');
  });

  it('tells of closing when asked to', async () => {
    const closed: unknown[] = [];
    const at = await opened(
      [textInput('name')],
      (app) =>
        app.view({ callback_id: 'form', type: 'view_closed' }, async ({ body, ack }) => {
          closed.push((body as { is_cleared?: boolean }).is_cleared);
          await ack();
        }),
      { notify_on_close: true },
    );
    await at.as('sales').closeModal();
    expect(closed).toEqual([false]);
    await expect(at.as('sales').submit()).rejects.toThrow('no modal open');
  });

  it('pushes by API up to three, with a fresh trigger each', async () => {
    const refused: string[] = [];
    const at = await opened([actions(button('deeper'))], (app) =>
      app.action('deeper', async ({ body, ack, client: web }) => {
        await ack();
        const trigger_id = (body as { trigger_id: string }).trigger_id;
        await web.views
          .push({ trigger_id, view: modal([actions(button('deeper'))]) })
          .catch((error: { data?: { error?: string } }) => {
            refused.push(String(error.data?.error));
          });
      }),
    );
    for (let i = 0; i < 3; i += 1) {
      await at.as('sales').clickInModal('deeper');
      await at.settled();
    }
    expect([at.modals('sales').length, refused]).toEqual([3, ['push_limit_reached']]);
  });
});
