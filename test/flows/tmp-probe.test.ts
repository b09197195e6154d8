import { afterAll, beforeAll, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { rawRequests } from '../support/raw.ts';
let app: TestApp;
const rej: unknown[] = [];
process.removeAllListeners('unhandledRejection');
process.on('unhandledRejection', (e) => { rej.push(e); });
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.stop());
test('probe', async () => {
  const raw = rawRequests(app);
  const user = { id: 'U0ACCNT001' };
  const show = async (name: string, p: Promise<{status:number;text:string}>) => {
    const t = Date.now();
    const r = await p.then((x) => `${x.status} ${x.text.slice(0, 300)}`, (e) => `!! ${e}`);
    console.log(name, '->', r, Date.now() - t, 'ms', rej.length ? `REJ ${rej.splice(0).map(String)}` : '');
  };
  for (const b of ['', 'null', '[]', '"x"', '{}', '{', '5']) await show(`json ${b}`, raw.json(b));
  await show('payload null', raw.interaction(null));
  await show('payload []', raw.interaction([]));
  await show('payload {}', raw.interaction({}));
  await show('form {}', raw.form({}));
  await show('form payload garbage', raw.form({ payload: '{{{' }));
  await show('shortcut', raw.interaction({ type: 'shortcut', callback_id: 'x', user, trigger_id: 't', team: { id: 'T' } }));
  await show('message_action', raw.interaction({ type: 'message_action', callback_id: 'x', user, team: { id: 'T' } }));
  await show('unknown type', raw.interaction({ type: 'weird', user, team: { id: 'T' } }));
  await show('view_closed', raw.interaction({ type: 'view_closed', user, team: { id: 'T' }, view: { id: 'V1', callback_id: 'case.snooze' } }));
  await show('submission no view', raw.interaction({ type: 'view_submission', user, team: { id: 'T' } }));
  await show('submission no user', raw.interaction({ type: 'view_submission', team: { id: 'T' }, view: { id: 'V', callback_id: 'case.snooze' } }));
  await show('submission bare', raw.interaction({ type: 'view_submission', user, team: { id: 'T' }, view: { callback_id: 'case.snooze' } }));
  await show('submission unknown cb', raw.interaction({ type: 'view_submission', user, team: { id: 'T' }, view: { id: 'V', callback_id: 'nope', blocks: [] } }));
  await show('submission bad id', raw.interaction({ type: 'view_submission', user, team: { id: 'T' }, view: { id: 'V', callback_id: 'case.contacted', private_metadata: 'xx', blocks: [{type:'input',block_id:'how'}], state: { values: { how: { how: { selected_option: { value: 'Phone' } } } } } } }));
  await show('submission odd state', raw.interaction({ type: 'view_submission', user, team: { id: 'T' }, view: { id: 'V', callback_id: 'case.contacted', private_metadata: 'xx', blocks: [{type:'input',block_id:'how'}], state: { values: { how: null, x: 5, y: { z: null } } } } }));
  for (const [n, actions] of [['none', undefined], ['null', null], ['empty', []], ['nullel', [null]], ['noid', [{}]], ['str', 'x']] as const)
    await show(`actions ${n}`, raw.interaction({ type: 'block_actions', user, team: { id: 'T' }, actions, channel: { id: 'C0ACCNT001' } }));
  await show('action no user', raw.interaction({ type: 'block_actions', team: { id: 'T' }, actions: [{ action_id: 'case.contacted', value: 'x' }] }));
  await show('command no text', raw.form({ command: '/onboard', user_id: 'U0SALES001', channel_id: 'C1', trigger_id: 't1' }));
  await show('command no user', raw.form({ command: '/onboard', text: 'list', channel_id: 'C1', trigger_id: 't2' }));
  await show('command no channel/trigger', raw.form({ command: '/onboard', text: 'list', user_id: 'U0SALES001' }));
  await show('command empty', raw.form({ command: '/onboard', text: '' , user_id: 'U0SALES001', channel_id: 'D1' }));
  await show('command unknown', raw.form({ command: '/nope', text: '' , user_id: 'U0SALES001', channel_id: 'D1' }));
  await show('command unknown user', raw.form({ command: '/onboard', text: 'list' , user_id: 'UNOBODY', channel_id: 'D1' }));
  await show('long', raw.form({ command: '/onboard', text: `show ${'😀`*_~'.repeat(20000)}`, user_id: 'U0SALES001', channel_id: 'D1', trigger_id: 't9' }));
  await show('long word', raw.form({ command: '/bill', text: `${'x😀`'.repeat(20000)}`, user_id: 'U0SALES001', channel_id: 'D1', trigger_id: 't10' }));
  await show('NUL', raw.form({ command: '/onboard', text: 'show a\u0000b', user_id: 'U0SALES001', channel_id: 'D1', trigger_id: 't11' }));
  await show('NUL bill', raw.form({ command: '/bill', text: 'customer a\u0000b', user_id: 'U0ACCNT001', channel_id: 'D1', trigger_id: 't12' }));
  await show('NUL pay', raw.form({ command: '/bill', text: 'payment %_\\', user_id: 'U0ACCNT001', channel_id: 'D1', trigger_id: 't13' }));
  await show('suggest bare', raw.interaction({ type: 'block_suggestion', user, team: { id: 'T' } }));
  await show('suggest', raw.interaction({ type: 'block_suggestion', user, team: { id: 'T' }, action_id: 'customer.lookup', value: 'a\u0000%' }));
  await show('suggest nouser', raw.interaction({ type: 'block_suggestion', team: { id: 'T' }, action_id: 'customer.lookup' }));
  for (const e of [null, 'x', {}, { type: 'nope' }, { type: 'message' }, { type: 'message', subtype: 'message_changed' }, { type: 'message', thread_ts: '1', user: 'U0ACCNT001', text: 'done' }, { type: 'app_home_opened' }, { type: 'user_change' }, { type: 'user_change', user: 'U1' }, { type: 'subteam_members_changed' }, { type: 'member_joined_channel' }, { type: 'channel_unarchive' }, {type:'message',channel_type:'im',user:'UNOBODY',channel:'D1',ts:'1.1',text:'x'}, {type:'reaction_added', item: null}])
    await show(`event ${JSON.stringify(e)}`, raw.event(e));
  await show('event no id', raw.json(JSON.stringify({ type: 'event_callback', event: { type: 'message', channel: 'D1', channel_type: 'im', user: 'U0SALES001', ts: '1.1', text: 'hi' } })));
  const base = app.eventsUrl.replace('/slack/events', '');
  const { request } = await import('node:http');
  for (const path of ['//', '/\\', '/%', '/slack/events//', '/healthz?x=1'])
    await show(`GET ${path}`, new Promise((resolve, reject) => { const r = request(base, { path, method: 'GET', timeout: 2500 }, (res) => { res.resume(); resolve({ status: res.statusCode ?? 0, text: '' }); }); r.on('timeout', () => r.destroy(new Error('timeout'))); r.on('error', reject); r.end(); }));
  await app.settled();
  console.log('after', (await fetch(`${base}/healthz`)).status, app.slack.problems, app.slack.calls.filter((c) => !c.ok).map((c) => [c.method, c.error]));
  // buttons with malformed values
  const actions = [...app.baton.registry.actions.keys()];
  for (const who of ['U0ACCNT001', 'U0ADMIN001', 'U0SUPPRT001', 'U0SALES001'])
  for (const id of actions) for (const value of ['not-a-uuid', '', '00000000-0000-7000-8000-000000000000', 'x:y:z', undefined]) {
    const before = app.slack.ephemerals(who).length + app.slack.modals(who).length + app.slack.directMessages(who).length;
    const bits = { type: 'block_actions', user: { id: who }, team: { id: 'T' }, channel: { id: 'C0GENERAL1' }, container: { channel_id: 'C0GENERAL1', message_ts: '1.1' }, actions: [{ type: 'button', action_id: id, value, action_ts: String(Math.random()) }] };
    await raw.interaction(bits);
    await app.settled();
    const after = app.slack.ephemerals(who).length + app.slack.modals(who).length + app.slack.directMessages(who).length;
    const said = app.slack.ephemerals(who).at(-1)?.text ?? '';
    if (after === before || /Something went wrong|undefined|null/.test(said)) console.log('ACTION', who, id, JSON.stringify(value), after === before ? 'NO ANSWER' : said.slice(0, 80));
  }
  const subs = [...app.baton.registry.submissions.keys()];
  for (const who of ['U0ACCNT001', 'U0ADMIN001', 'U0SUPPRT001', 'U0SALES001'])
  for (const cb of subs) for (const data of ['not-a-uuid', '', '00000000-0000-7000-8000-000000000000', 'x:y:z']) {
    const r = await raw.interaction({ type: 'view_submission', user: { id: who }, team: { id: 'T' }, view: { id: `V${Math.random()}`, callback_id: cb, private_metadata: data, blocks: [{ type: 'input', block_id: 'b' }], state: { values: {} } } }).catch((e) => ({ status: 0, text: String(e) }));
    if (r.status !== 200 || /Something went wrong|undefined/.test(r.text) || r.text === '') console.log('SUBMIT', who, cb, JSON.stringify(data), r.status, r.text.slice(0, 120));
  }
}, 600_000);
