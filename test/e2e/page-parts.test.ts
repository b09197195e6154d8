import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/sandbox/page/api/traffic.ts';
import type { Message, Workspace } from '../../src/sandbox/page/api/types.ts';
import { putMessage, withoutMessage } from '../../src/sandbox/page/live/log.ts';
import { suggest, withHandles, withIds, wordsOf } from '../../src/sandbox/page/message/completion.ts';
import { TOUR } from '../../src/sandbox/page/panes/tour-steps.ts';
import { fillDate, fromZoned, toZoned } from '../../src/sandbox/page/text/dates.ts';
import { type Inline, parseInline, parseMrkdwn, plainOf } from '../../src/sandbox/page/text/mrkdwn.ts';

/** The page's pure parts, without a browser. */

const say = (id: string) => `@${id}`;

const shape = (nodes: readonly Inline[]): unknown[] =>
  nodes.map((node) => {
    if (node.kind === 'text') return node.text;
    if ('children' in node) return [node.kind, ...shape(node.children)];
    return node;
  });

describe('mrkdwn', () => {
  test.each<[string, unknown[]]>([
    ['*bold* _it_ ~gone~', [['bold', 'bold'], ' ', ['italic', 'it'], ' ', ['strike', 'gone']]],
    ['a*b*c and 2*3*4', ['a*b*c and 2*3*4']],
    ['*_both_*', [['bold', ['italic', 'both']]]],
    ['(*now*), _a_b_', ['(', ['bold', 'now'], '), ', ['italic', 'a_b']]],
    ['*open and * not', ['*open and * not']],
    ['`a*b*` *c*', [{ kind: 'code', text: 'a*b*' }, ' ', ['bold', 'c']]],
    ['&lt;b&gt; &amp;lt;', ['<b> &lt;']],
    ['<https://a.example/?x=1&amp;y|A &amp; B>', [{ kind: 'link', url: 'https://a.example/?x=1&y', label: 'A & B' }]],
    [
      '<@U1> in <#C1|sales>',
      [{ kind: 'user', id: 'U1', label: '' }, ' in ', { kind: 'channel', id: 'C1', label: 'sales' }],
    ],
    [
      '<!here> <!subteam^S1|@x>',
      [{ kind: 'broadcast', label: '@here' }, ' ', { kind: 'group', id: 'S1', label: '@x' }],
    ],
    ['<!date^60^{date} at {time}|then>', [{ kind: 'date', seconds: 60, format: '{date} at {time}', fallback: 'then' }]],
    ['at 10:30:15 :x:', ['at 10', { kind: 'emoji', name: '30' }, '15 ', { kind: 'emoji', name: 'x' }]],
  ])('%s', (text, expected) => expect(shape(parseInline(text))).toEqual(expected));

  test('only what a browser may open becomes a link', () => {
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'JAVASCRIPT:x', 'vbscript:x'])
      expect(parseInline(`<${url}|press>`)).toEqual([{ kind: 'text', text: 'press' }]);
  });

  test('fenced code keeps everything as it is; an unfinished fence is text', () => {
    expect(parseMrkdwn('a\n```*x*\n&lt;```\nb').map((part) => (part.kind === 'pre' ? part.text : part.kind))).toEqual([
      'line',
      '*x*\n<',
      'line',
    ]);
    expect(plainOf('a ```b', say)).toBe('a ```b');
  });

  test('quoted lines stand together', () => {
    expect(parseMrkdwn('&gt; one\n>two\nthree').map(({ kind }) => kind)).toEqual(['quote', 'line']);
  });

  test('no text is lost or invented where there is no markup', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9 .,*_~]{0,60}$/), (text) => {
        const words = plainOf(text, say).replace(/[\s*_~]/g, '');
        expect(words).toBe(text.replace(/[\s*_~]/g, ''));
      }),
    );
  });

  test('any text is read without failing, and quickly', () => {
    fc.assert(fc.property(fc.string({ maxLength: 400 }), (text) => parseMrkdwn(text).length > 0));
    expect(parseInline('*a '.repeat(1000)).length).toBeGreaterThan(0);
  });
});

describe('ALL-4 dates in the reader’s zone', () => {
  const now = Date.parse('2026-03-28T23:30:00Z');
  test.each([
    ['Europe/Rome', 'today at 12:10 AM'],
    ['America/New_York', 'yesterday at 7:10 PM'],
  ])('%s', (zone, expected) => {
    const seconds = Date.parse(zone === 'Europe/Rome' ? '2026-03-28T23:10:00Z' : '2026-03-27T23:10:00Z') / 1000;
    expect(fillDate('{date_short_pretty} at {time}', seconds, zone, now)).toBe(expected);
  });

  test.each([
    ['{date_num}', '2026-02-22'],
    ['{date_slash}', '02/22/2026'],
    ['{date}', 'February 22'],
    ['{date_long}', 'Sunday, February 22nd, 2026'],
    ['{date_long_full}', 'February 22, 2026'],
    ['{date_short_pretty}, {time_secs}', 'Feb 22, 2026, 11:30:00 PM'],
    ['{day_divider_pretty}', 'Sunday, February 22nd'],
    ['{ago}', '34 days ago'],
  ])('%s', (template, shown) => {
    expect(fillDate(template, Date.parse('2026-02-22T23:30:00Z') / 1000, 'UTC', now)).toBe(shown);
  });

  test('an unknown placeholder leaves the fallback to the caller', () => {
    expect(fillDate('{date_funny}', 0, 'UTC', now)).toBeUndefined();
  });

  test('a moment put into a picker comes out the same, in every zone', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Rome', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe');
    fc.assert(
      fc.property(fc.integer({ min: 28_000_000, max: 30_000_000 }), zones, (minutes, zone) => {
        const text = toZoned(minutes * 60, zone);
        expect(toZoned(fromZoned(text, zone), zone)).toBe(text);
      }),
      // Beside changes of clocks, where one look at the offset is not enough.
      {
        examples: [
          [28_308_903, 'Europe/Rome'],
          [28_319_466, 'America/New_York'],
          [28_005_362, 'Australia/Lord_Howe'],
        ],
      },
    );
  });
});

const message = (ts: string, text = ''): Message => ({ ts, text, channel: 'C1', user: 'U1', is_ephemeral: false });

describe('the list of messages', () => {
  const all = ['1.000100', '2.000000', '3.000000'].map((ts) => message(ts));
  const order = (list: readonly Message[]) => list.map(({ ts }) => ts);

  test('a new message comes in its place, an edited one keeps it', () => {
    expect(order(putMessage(all, message('2.500000')))).toEqual(['1.000100', '2.000000', '2.500000', '3.000000']);
    const edited = putMessage(all, message('2.000000', 'new'));
    expect(order(edited)).toEqual(order(all));
    expect(edited[1]?.text).toBe('new');
  });

  test('one older than what was loaded waits for its page', () => {
    expect(putMessage(all, message('0.500000'))).toBe(all);
    expect(order(putMessage([], message('0.500000')))).toEqual(['0.500000']);
  });

  test('a deleted one goes; without one nothing changes', () => {
    expect(order(withoutMessage(all, '2.000000'))).toEqual(['1.000100', '3.000000']);
    expect(withoutMessage(all, '9.000000')).toBe(all);
  });
});

describe('completion', () => {
  const workspace: Workspace = {
    team: { id: 'T1', name: 'Demo' },
    app: { id: 'A1', bot_id: 'B1', bot_user: 'UBOT', name: 'Baton' },
    people: [
      { id: 'U1', name: 'sally.sales', role: 'sales', deleted: false, profile: { real_name: 'Sally Sales' } },
      { id: 'U2', name: 'dee', role: null, deleted: true, profile: { real_name: 'Dee Left' } },
    ],
    usergroups: [],
    channels: [{ id: 'C1', name: 'sales', channel_type: 'channel', is_archived: false, unread: 0, last_read: '0' }],
    commands: [{ command: '/onboard', description: 'Onboard', usage_hint: 'new | list | show <project> | help' }],
    modals: [],
    home: null,
    faults: [],
    problems: [],
  };
  test.each<[string, string[]]>([
    ['/o', ['/onboard ']],
    ['/x', []],
    ['/onboard s', ['show ']],
    ['/onboard new', []],
    ['hello @sal', ['@Sally Sales ']],
    ['@bat', ['@Baton ']],
    ['@dee', []],
    ['see #sa', ['#sales ']],
    ['mail a@b', []],
  ])('%s', (text, expected) => expect(suggest(text, workspace).offers.map(({ insert }) => insert)).toEqual(expected));

  test.each([
    ['@Sally Sales, see #sales', '<@U1>, see <#C1>'],
    ['@here (@Baton) a@Baton #sales-old', '<!here> (<@UBOT>) a@Baton #sales-old'],
    ['@Sally Salesman <@U1> @nobody', '@Sally Salesman <@U1> @nobody'],
  ])('a message names by id: %s', (typed, sent) => expect(withIds(typed, workspace)).toBe(sent));

  test('a command names people by their handles', () => {
    expect(withHandles('/onboard list @Sally Sales', workspace)).toBe('/onboard list @sally.sales');
  });

  test('a hint’s words, with a blank where something follows', () => {
    expect(wordsOf('new | show <project>').map(({ insert }) => insert)).toEqual(['new', 'show ']);
    expect(wordsOf(undefined)).toEqual([]);
  });
});

describe('the tour notices', () => {
  const attempts: Delivery['attempts'] = [];
  const did = (user: string, kind: string, name: string): Delivery => ({
    id: 1,
    kind,
    name,
    user: `U0${user}001`,
    attempts,
    via: 'http',
    done: true,
  });
  const handsOn = (user: string) => [
    did(user, 'view_submission', 'checklist.save'),
    did(user, 'block_actions', 'handoff.approve'),
  ];
  const doneBy = (deliveries: readonly Delivery[]) =>
    TOUR.filter((step) => step.done?.(deliveries)).map(({ key }) => key);

  test('a desk’s approval once its checklist is filled, not an early press', () => {
    expect(doneBy([...handsOn('SALES')].reverse())).toEqual([]);
    expect(doneBy(handsOn('SALES'))).toEqual(['intake']);
  });

  test('that a folder which came back to Sales is not yet the profile check', () => {
    const returned = [...handsOn('SALES'), ...handsOn('SALES')];
    expect(doneBy(returned)).toEqual(['intake']);
    const setUp = [
      did('BILLNG', 'view_submission', 'subscription.set_up'),
      did('BILLNG', 'block_actions', 'handoff.approve'),
    ];
    expect(doneBy([...returned, ...setUp, ...handsOn('SALES')])).toEqual(['intake', 'billing', 'profile']);
  });

  test('that Support was advised, not only that some report was imported', () => {
    expect(doneBy([did('ACCTNG', 'view_submission', 'report.import')])).toEqual([]);
    expect(doneBy([did('ACCTNG', 'view_submission', 'case.advise_support')])).toEqual(['failed']);
  });

  test('a quote made, sent and accepted, in this order; a report also as a file; a termination', () => {
    const quote = ['quote.make', 'quote.send', 'quote.accept'].map((form) => did('SALES', 'view_submission', form));
    expect(doneBy([...quote].reverse())).toEqual([]);
    expect(doneBy(quote.slice(0, 2))).toEqual([]);
    expect(doneBy(quote)).toEqual(['quote']);
    const shown = did('ACCTNG', 'view_submission', 'report.show');
    expect(doneBy([shown])).toEqual([]);
    expect(doneBy([shown, did('ACCTNG', 'block_actions', 'report.xlsx')])).toEqual(['report']);
    expect(doneBy([did('ACCTNG', 'view_submission', 'termination.start')])).toEqual(['terminate']);
  });
});
