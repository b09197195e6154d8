import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { driver } from '../support/drive.ts';

/** Lists, the project's window and Home, through the workspace. */
describe('windows of onboarding', () => {
  let app: TestApp;
  let d: ReturnType<typeof driver>;
  const top = (who: string) => JSON.stringify(app.slack.modals(who).at(-1)?.body ?? '');
  const folder = (channel: string) => app.find(channel, 'P-1');
  const shows = (who: string, text: string) =>
    app.slack.waitFor(() => top(who).includes(text), 10_000, `“${text}” in ${who}’s window`);
  const closeAll = async (who: string) => {
    await app.slack.as(who).closeModal({ all: true });
  };

  beforeAll(async () => {
    app = await startApp();
    d = driver(app);
    const sally = app.slack.as('sales');
    await sally.command('general', '/onboard new Lakeside &lt;Lodge&gt;');
    await app.slack.waitFor(() => app.slack.modals('sales').length > 0);
    await sally.submit({ owner: 'U0SALES001', project_manager: 'U0PROJMG001', first_month: '2,000.00' });
    await app.settled();
  });
  afterAll(() => app.stop());

  test('/onboard new is refused to other roles at once, who may is said', async () => {
    await app.slack.as('service').command('general', '/onboard new');
    await app.settled();
    expect(d.lastWord('service')).toContain('Only Sales can create a project');
    expect(app.slack.modals('service')).toHaveLength(0);
  });

  test('/onboard lists mine; the filter shows other desks; Open project opens it (ONB-18)', async () => {
    const sally = app.slack.as('sales');
    await sally.command('general', '/onboard');
    await shows('sales', 'Lakeside &lt;Lodge&gt;');
    await sally.clickInModal('list.filter', 'desk:reviewer');
    await shows('sales', 'Nothing is open here.');
    await sally.clickInModal('list.filter', 'desk:sales');
    await shows('sales', 'Lakeside');
    await sally.clickInModal('project.show');
    await shows('sales', 'What happened, newest first');
    expect(top('sales')).toContain('☐ Paperwork signed');
    await closeAll('sales');
  });

  test('ALL-5 Undo stands in the answer to an approval, and works', async () => {
    await d.tick('sales', folder('sales'));
    await d.press('sales', folder('sales'), 'handoff.approve');
    const answer = app.slack.ephemerals('sales').at(-1);
    expect(answer?.text).toContain('You can undo this for 10 minutes');
    const review = folder('reviewer');
    expect(app.textOf(review)).toContain('Figures checked');
    if (!answer) throw new Error('no answer');
    await app.slack.as('sales').click({ channel: answer.channel, ts: answer.ts }, 'decision.undo');
    await app.settled();
    expect(d.lastWord('sales')).toContain('is at *Intake* again');
    expect(app.textOf(folder('reviewer'))).toContain('took back the decision');
    expect(app.textOf(folder('sales'))).toContain('handoff.approve');
  });

  test('from the project’s window: hold with a reason, resume, approve, return; each shows the result', async () => {
    const sally = app.slack.as('sales');
    await sally.command('general', '/onboard show lakeside');
    await shows('sales', 'project.hold');
    await sally.clickInModal('project.hold');
    await shows('sales', '"callback_id":"project.hold"');
    await sally.submit({ reason: 'They are moving' });
    await app.settled();
    await shows('sales', 'On hold at *Intake*: They are moving');
    expect(app.textOf(folder('sales'))).not.toContain('handoff.approve');
    await sally.clickInModal('project.resume');
    await shows('sales', '"callback_id":"project.resume"');
    await sally.submit({ reason: 'They have moved' });
    await shows('sales', 'At *Intake*');
    await sally.clickInModal('handoff.approve');
    await shows('sales', 'At *Review*');
    expect(top('sales')).toContain('decision.undo');
    await closeAll('sales');

    const rita = app.slack.as('reviewer');
    await rita.command('general', '/onboard show P-1');
    await shows('reviewer', 'handoff.return');
    await rita.clickInModal('handoff.return');
    await shows('reviewer', '"callback_id":"handoff.return"');
    await rita.submit({ to: 'intake', reason: 'No signature' });
    await app.settled();
    expect(app.textOf(folder('sales'))).toContain('No signature');
    expect((await app.db.prisma.project.findFirstOrThrow()).stage).toBe('intake');
  });

  test('corrected amounts and another owner, each with a reason', async () => {
    const sally = app.slack.as('sales');
    await sally.command('general', '/onboard show 1');
    await shows('sales', 'project.correct');
    await sally.clickInModal('project.correct');
    await shows('sales', '"callback_id":"project.correct"');
    expect(top('sales')).toContain('"initial_value":"2000.00"');
    const wrong = await sally.submit({ first_month: '2,5OO', reason: 'More users' });
    expect(wrong.fieldErrors?.first_month).toBeTruthy();
    await sally.submit({ first_month: '2,500', hardware: '300' });
    await shows('sales', 'First month: $2,500.00');
    expect(top('sales')).toContain('Hardware: $300.00');
    await closeAll('sales');
  });

  test('Home shows what waits for me, and opens it', async () => {
    const sally = app.slack.as('sales');
    await sally.openHome();
    await app.settled();
    const home = () => JSON.stringify(app.slack.home('sales') ?? '');
    await app.slack.waitFor(() => home().includes('Lakeside'), 10_000, 'the folder in Home');
    expect(home()).toContain('Waiting for me');
    expect(home()).toContain('"text":"Folders"');
    await sally.clickInHome('project.show');
    await shows('sales', 'Lakeside');
    await closeAll('sales');
  });

  test('ONB-18 older entries of the timeline are paged to', async () => {
    const sally = app.slack.as('sales');
    await sally.command('general', '/onboard show 1');
    await shows('sales', 'timeline.older');
    await sally.clickInModal('timeline.older');
    await shows('sales', '<@U0SALES001> created the project');
    await sally.clickInModal('timeline.newest');
    await shows('sales', 'first month: $2,000.00 → $2,500.00');
    await closeAll('sales');
  });

  test('more than one project asks; none says so', async () => {
    const sally = app.slack.as('sales');
    await sally.command('general', '/onboard new Lakeview');
    await app.slack.waitFor(() => app.slack.modals('sales').length > 0);
    await sally.submit({ owner: 'U0SALES001', project_manager: 'U0PROJMG001' });
    await app.settled();
    await sally.command('general', '/onboard show lake');
    await shows('sales', 'Which project?');
    expect(top('sales')).toContain('Lakeview');
    await closeAll('sales');
    await sally.command('general', '/onboard show <!channel>');
    await app.settled();
    expect(d.lastWord('sales')).toContain('There is no project');
    expect(d.lastWord('sales')).not.toContain('<!channel>');
  });
});
