import { afterAll, beforeAll, expect, test } from 'vitest';
import { day } from '../../src/core/time/calendar.ts';
import { planActivity } from '../../src/features/activities/index.ts';
import { seedDemo } from '../../src/sandbox/demo.ts';
import { sampleReports } from '../../src/sandbox/samples.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { driver } from '../support/drive.ts';
import { startProject } from '../support/journey.ts';

/** T40 whatever the zone of who opens a form: saved as it stands, it moves no date and writes no entry. */
let app: TestApp;
let d: ReturnType<typeof driver>;
beforeAll(async () => {
  app = await startApp({ setUp: false });
  await seedDemo(app.baton.deps, app.baton.checkChannels);
  d = driver(app);
  const anna = app.slack.as('accounting');
  const name = 'failed-charges.csv';
  const content = sampleReports(app.clock.now()).find((each) => each.name === name)?.content ?? '';
  await anna.command('accounting', '/bill import');
  await app.slack.waitFor(() => app.slack.modals('accounting').length > 0);
  await anna.submit({ report: [anna.upload(name, content).id] });
  await app.slack.waitFor(() => app.slack.messages('accounting').some((message) => message.text.includes(name)));
  await app.settled();
});
afterAll(() => app.stop());

const zones = ['Pacific/Tongatapu', 'Pacific/Pago_Pago'] as const;
const entries = () => app.db.prisma.auditEntry.count();
const liveIn = async (role: string, tz: string): Promise<void> => {
  app.slack.changePerson(role, { tz });
  await app.settled();
};

/** Opens the form of a message's button and saves it as it stands. */
const saveUnchanged = async (role: string, where: string, text: string, action: string) => {
  const result = await d.press(role, app.find(where, text), action, {});
  await app.slack
    .as(role)
    .closeModal({ all: true })
    .catch(() => undefined);
  return result;
};

test.each(zones)('reschedule an activity (%s)', async (tz) => {
  await liveIn('service', tz);
  const description = `Visit for ${tz}`;
  const id = await planActivity(
    app.baton.deps,
    { userId: app.slack.person('service').id },
    { type: 'visit', description, unit: 'service', startOn: day('2026-03-05'), expectedOn: day('2026-03-06') },
  );
  await app.settled();
  const before = await app.db.prisma.activity.findUniqueOrThrow({ where: { id } });
  const count = await entries();
  const result = await saveUnchanged('service', 'service', description, 'activity.reschedule');
  expect(JSON.stringify(result)).toContain('scheduled like this already');
  expect(await app.db.prisma.activity.findUniqueOrThrow({ where: { id } })).toEqual(before);
  expect(await entries()).toBe(count);
});

test.each(zones)('correct the day of going live (%s)', async (tz) => {
  await liveIn('service', tz);
  const office = { deps: app.baton.deps, person: (role: string) => ({ userId: app.slack.person(role).id }) };
  const journey = await startProject(office, {}, { customer: `Customer in ${tz}` });
  await journey.walkTo('delivery');
  await journey.tick({ go_live_scheduled: journey.today(), went_live: journey.today() });
  await app.settled();
  const before = (await journey.state()).wentLiveOn;
  const count = await entries();
  await saveUnchanged('service', 'service', `Customer in ${tz}`, 'handoff.checklist');
  expect((await journey.state()).wentLiveOn).toBe(before);
  expect(await entries()).toBe(count);
});

test.each(zones)('card updated (%s)', async (tz) => {
  await liveIn('accounting', tz);
  const where = { gatewaySubscription: 'SUB-1002' };
  const next = { next_attempt_on: '2026-03-10' };
  if (tz === zones[0]) await d.press('accounting', app.find('accounting', 'Larkspur Legal'), 'case.card_updated', next);
  const before = await app.db.prisma.collectionCase.findFirstOrThrow({ where });
  expect(before.nextAttemptOn?.toISOString().slice(0, 10)).toBe('2026-03-10');
  const count = await entries();
  const result = await saveUnchanged('accounting', 'accounting', 'Larkspur Legal', 'case.card_updated');
  expect(JSON.stringify(result)).toContain('noted already');
  expect(await app.db.prisma.collectionCase.findFirstOrThrow({ where })).toEqual(before);
  expect(await entries()).toBe(count);
});

test.each([
  [zones[0], 'Bayside Dermatology'],
  [zones[1], 'Larkspur Legal'],
])('record a payment, whose day is the office’s (%s)', async (tz, customer) => {
  await liveIn('accounting', tz);
  await saveUnchanged('accounting', 'accounting', customer, 'case.payment_received');
  const payment = await app.db.prisma.payment.findFirstOrThrow({ orderBy: { recordedAt: 'desc' } });
  expect(payment.receivedOn.toISOString().slice(0, 10)).toBe('2026-03-02');
});
