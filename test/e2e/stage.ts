import type { Browser } from 'playwright-core';
import { buildPage, servePage } from '../../src/sandbox/page-files.ts';
import { boltApp, client, slack } from '../standin/support.ts';
import { doing, fields, form, push, reading } from './gallery.ts';
import { openContext } from './sandbox.ts';
import { openWindow, type Window } from './window.ts';

/** The page and the stand-in, with a small app in Baton's place that shows one of everything and remembers what it heard. */

export interface Stage {
  readonly url: string;
  /** What people pressed and chose, in order. */
  readonly actions: Record<string, unknown>[];
  /** What was submitted, by block. */
  readonly submissions: Record<string, Record<string, unknown>>[];
  /** The app posts into a channel. */
  post(channel: string, text: string): Promise<unknown>;
  open(browser: Browser, size?: { width: number; height: number }): Promise<Window>;
  faults: Awaited<ReturnType<typeof slack>>['faults'];
}

const sample = { name: 'small.csv', description: 'Two lines', content: 'a,b\n1,2\n' };

const option = (name: string) => ({ text: { type: 'plain_text' as const, text: name }, value: name.toLowerCase() });

export const openStage = async (): Promise<Stage> => {
  await buildPage();
  const at = await slack({
    routes: (request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      const answers: Record<string, unknown> = {
        '/baton/state': { now: new Date().toISOString(), batonUp: true },
        '/baton/samples': [sample],
      };
      if (!(path in answers)) return servePage(request, response, path);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answers[path]));
      return true;
    },
  });
  const actions: Record<string, unknown>[] = [];
  const submissions: Record<string, Record<string, unknown>>[] = [];
  await boltApp(at, (app) => {
    app.action(/.*/, async ({ ack, action, body, client: web, respond }) => {
      await ack();
      actions.push({ ...action });
      if (action.type !== 'button' || !('action_id' in action) || !('trigger_id' in body)) return;
      if (action.action_id === 'push')
        await web.views.push({
          trigger_id: body.trigger_id,
          view: form(action.text.text, action.text.text === 'Third' ? [] : [push('Third')]),
        });
      if (action.action_id === 'plain')
        await respond({ text: 'Pressed :+1:', response_type: 'ephemeral', replace_original: false });
    });
    app.options(/.*/, ({ ack, payload }) =>
      ack({
        options: ['Alpha', 'Beta', 'Gamma'].filter((name) => name.toLowerCase().includes(payload.value)).map(option),
      }),
    );
    app.command('/onboard', async ({ ack, body, client: web }) => {
      await ack();
      await web.views.open({ trigger_id: body.trigger_id, view: form('Everything', [push('Second'), ...fields]) });
    });
    app.view(/.*/, async ({ ack, view }) => {
      submissions.push(
        Object.fromEntries(
          Object.entries(view.state.values).map(([block, values]) => [block, { ...Object.values(values)[0] }]),
        ),
      );
      const text = view.state.values.text?.value?.value;
      await (text === 'wrong'
        ? ack({ response_action: 'errors', errors: { text: 'That is wrong.' } })
        : ack({ response_action: 'clear' }));
    });
    app.event('app_home_opened', async ({ event, client: web }) => {
      await web.views.publish({ user_id: event.user, view: { type: 'home', blocks: doing as never } });
    });
  });
  const web = client(at);
  await web.chat.postMessage({ channel: 'C0SALES001', text: 'What can be read', blocks: reading as never });
  await web.chat.postMessage({ channel: 'C0SALES001', text: 'What can be done', blocks: doing as never });
  return {
    url: at.url,
    actions,
    submissions,
    faults: at.faults,
    post: (channel, text) => web.chat.postMessage({ channel, text }),
    async open(browser, size) {
      const { context } = await openContext(browser, at.url, size);
      const window = await openWindow(context, at.url, '#/U0SALES001/C0SALES001');
      await window.message('Ticks').waitFor();
      return window;
    },
  };
};
