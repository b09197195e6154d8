import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadPlaybooks, rolesOf } from '../src/features/playbooks/index.ts';
import { builtinRoles } from '../src/features/roles.ts';
import { featureSlices } from '../src/features/slices.ts';
import { reportFormats } from '../src/integrations/report-formats.ts';
import { createAdminSlice } from '../src/platform/admin/slice.ts';
import { deliverySlice } from '../src/platform/delivery/index.ts';
import { runsSlice } from '../src/platform/runs/index.ts';
import { createRegistry } from '../src/platform/slice/registry.ts';
import { circles, type Source, sources, walked, within } from './support/code-graph.ts';
import { noFiles } from './support/files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const violations = (files: readonly Source[], isWrong: (imported: string, from: Source) => boolean): string[] =>
  files.flatMap((from) =>
    from.imports.filter((imported) => isWrong(imported, from)).map((imported) => `${from.path} → ${imported}`),
  );

/** `customers`, or `billing/invoices`: the rooms of billing stand for themselves. */
const sliceOf = (path: string): string | undefined =>
  /^features\/((?:billing|purchase)\/[^/]+|[^/]+)\//.exec(path)?.[1];

/** Which slices a slice may import; an arrow includes what lies below it (DESIGN §2). */
const below: Readonly<Record<string, readonly string[]>> = {
  entries: ['billing/setup'],
  story: [],
  find: [],
  reports: [],
  papers: [],
  templates: ['papers', 'billing/setup', 'customers'],
  'billing/checklist': [],
  documents: ['story'],
  customers: ['find', 'documents', 'entries', 'billing/sellers', 'billing/checklist', 'reports'],
  activities: ['customers'],
  'billing/charging': [],
  'billing/changes': ['billing/charging'],
  'billing/setup': [],
  'billing/sellers': ['billing/setup', 'papers'],
  'billing/looks': ['billing/sellers'],
  'billing/taxes': ['billing/sellers', 'entries'],
  'billing/assets': ['customers', 'billing/charging'],
  'billing/catalog': ['billing/taxes'],
  'billing/rights': ['billing/setup', 'playbooks'],
  'billing/closing': ['billing/rights'],
  'billing/subscriptions': ['billing/assets', 'billing/changes', 'billing/catalog'],
  'billing/invoices': ['billing/subscriptions', 'billing/taxes', 'billing/closing', 'documents', 'activities'],
  'billing/letters': ['customers', 'templates'],
  'billing/correspondence': ['billing/letters', 'billing/sellers'],
  'billing/occasions': ['billing/correspondence', 'billing/papers', 'billing/subscriptions', 'templates'],
  'billing/reminding': ['pages', 'billing/correspondence', 'billing/payments', 'templates'],
  'billing/presenting': ['billing/papers', 'billing/letters'],
  'billing/bills': ['billing/assets', 'billing/subscriptions', 'billing/balance'],
  'billing/billruns': ['billing/bills', 'billing/rights'],
  'billing/carryover': ['billing/balance'],
  'billing/readiness': ['billing/billruns'],
  'billing/billreminders': ['billing/bills'],
  'billing/forecast': ['billing/billruns'],
  'billing/balance': ['billing/invoices'],
  'billing/credits': ['billing/balance', 'billing/rights'],
  'billing/papers': ['billing/credits', 'papers'],
  'billing/payments': ['billing/balance', 'billing/rights'],
  'billing/deposits': ['billing/payments'],
  'billing/openings': ['billing/payments'],
  'billing/bank': ['billing/deposits'],
  'billing/returns': ['billing/payments'],
  'billing/reports': ['reports'],
  'billing/journal': ['billing/closing', 'billing/taxes', 'reports'],
  'billing/statements': ['billing/journal', 'billing/reports', 'billing/papers', 'billing/letters'],
  'billing/services': ['billing/subscriptions', 'activities'],
  'billing/refunds': ['billing/payments', 'billing/rights'],
  'billing/terminations': ['billing/bills', 'billing/credits'],
  'billing/writeoffs': ['billing/balance', 'billing/rights'],
  'billing/quotes': ['billing/onboarding', 'billing/payments', 'billing/presenting', 'activities', 'playbooks'],
  'billing/finding': ['billing/quotes'],
  licenses: ['billing/subscriptions', 'billing/occasions', 'activities'],
  collections: ['billing/reminding', 'licenses'],
  playbooks: [],
  'purchase/hardware': ['billing/onboarding'],
  'billing/onboarding': ['billing/payments', 'playbooks'],
  onboarding: ['activities', 'documents', 'customers', 'playbooks', 'reports'],
  forms: ['pages', 'billing/occasions', 'playbooks'],
  pages: ['billing/onboarding', 'billing/papers', 'documents', 'papers', 'playbooks'],
};

/** The platform's folders, likewise: what a process is made of, its database, the transaction, what is drawn, what slices contribute, and who serves them. */
const platformBelow: Readonly<Record<string, readonly string[]>> = {
  process: [],
  db: ['process'],
  files: ['db'],
  export: ['db'],
  http: ['db'],
  work: ['files'],
  'block-kit': ['work'],
  jobs: ['work'],
  audit: ['jobs'],
  slice: ['block-kit', 'jobs', 'http'],
  links: ['slice'],
  runs: ['slice', 'files'],
  delivery: ['slice'],
  windows: ['slice'],
  slack: ['delivery', 'windows'],
  admin: ['delivery', 'audit'],
};

const reachable = (from: string, arrows: Readonly<Record<string, readonly string[]>>): ReadonlySet<string> => {
  const found = new Set<string>();
  const visit = (each: string): void => {
    for (const next of arrows[each] ?? []) {
      if (!found.has(next)) {
        found.add(next);
        visit(next);
      }
    }
  };
  visit(from);
  return found;
};

/** `billing/invoices/actions` belongs to the room billing/invoices. */
const roomOf = (path: string): string => dirname(path).replace(/\/actions$/, '');

describe('which way the arrows point', () => {
  test('core is pure: it imports itself and small libraries only', () => {
    const libraries = ['uuid'];
    expect(
      violations(
        within('core'),
        (name) => !name.startsWith('core/') && !libraries.some((each) => name === each || name.startsWith(`${each}/`)),
      ),
    ).toEqual([]);
  });

  test('platform knows no slice, no integration and no sandbox', () => {
    expect(violations(within('platform'), (name) => /^(features|integrations|sandbox)\//.test(name))).toEqual([]);
  });

  test('the platform’s folders import one another one way', () => {
    const folderOf = (path: string) => /^platform\/([^/]+)\//.exec(path)?.[1];
    expect(Object.keys(platformBelow).filter((each) => reachable(each, platformBelow).has(each))).toEqual([]);
    const wrong = violations(within('platform'), (name, from) => {
      const [mine = '', theirs] = [folderOf(from.path), folderOf(name)];
      return theirs !== undefined && theirs !== mine && !reachable(mine, platformBelow).has(theirs);
    });
    expect(wrong).toEqual([]);
  });

  test('the rooms of one house import one another one way', () => {
    const found = ['platform', 'features'].flatMap((part) =>
      circles(within(part), (path) => {
        const room = path.startsWith(`${part}/`) ? roomOf(path) : part;
        // What a house’s own index and slice put together is no arrow between its rooms.
        return room.split('/').length > 2 ? room : undefined;
      }),
    );
    expect(found).toEqual([]);
  });

  test('slices import each other through index.ts only, and downwards only', () => {
    const wrong = violations(within('features'), (name, from) => {
      const mine = sliceOf(from.path);
      const theirs = sliceOf(name);
      if (!theirs || theirs === mine) return false;
      if (!mine) return !name.endsWith('/index.ts');
      return !name.endsWith('/index.ts') || !reachable(mine, below).has(theirs);
    });
    expect(wrong).toEqual([]);
  });

  test('slices know no integration; an integration knows the slice that owns its port by its index only', () => {
    expect(
      violations(
        within('features'),
        (name, from) => name.startsWith('integrations/') && sliceOf(from.path) !== undefined,
      ),
    ).toEqual([]);
    expect(
      violations(within('integrations'), (name) => sliceOf(name) !== undefined && !name.endsWith('/index.ts')),
    ).toEqual([]);
  });

  test('nothing but the sandbox imports the sandbox', () => {
    expect(
      violations(
        sources.filter((source) => !source.path.startsWith('sandbox/')),
        (name) => name.startsWith('sandbox/'),
      ),
    ).toEqual([]);
  });

  test('only use cases, stores and jobs touch the database: views and listeners do not import Prisma', () => {
    const files = within('features').filter((source) => /[/-]views?\.ts$|\/slack\.ts$/.test(source.path));
    expect(files.length).toBeGreaterThan(5);
    expect(violations(files, (name) => name.includes('generated/prisma') || name.includes('@prisma'))).toEqual([]);
    expect(
      violations(within('features'), (name) => name.startsWith('@slack/bolt') || name.startsWith('@slack/web-api')),
    ).toEqual([]);
  });

  test('Prisma’s own client is imported by the platform and in the slices’ stores only', () => {
    const allowed = (path: string) => path.startsWith('platform/') || path.endsWith('store.ts');
    expect(
      violations(
        sources.filter((source) => !allowed(source.path)),
        (name) => name.includes('generated/prisma'),
      ),
    ).toEqual([]);
  });

  test('process.env has one reader', () => {
    const readers = sources
      .filter((source) => /process\.env/.test(source.text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '')))
      .map((source) => source.path);
    const allowed = /^(start\.ts$|sandbox\/|cli\/)/;
    expect(readers.filter((path) => !allowed.test(path))).toEqual([]);
  });

  test('business time comes from the clock', () => {
    const files = [...within('features'), ...within('core').filter((source) => source.path !== 'core/time/clock.ts')];
    expect(files.filter((source) => /Date\.now\(|new Date\(\)/.test(source.text)).map((source) => source.path)).toEqual(
      [],
    );
  });

  test('statements name their columns: `SELECT *`, once prepared, fails after a newer version has added one', () => {
    const stars = /SELECT\s+(?:\w+\.)?\*|RETURNING\s+(?:\w+\.)?\*|,\s*\w+\.\*/i;
    const files = [...within('platform'), ...within('features'), ...within('integrations'), ...within('cli')];
    expect(files.filter((source) => stars.test(source.text)).map((source) => source.path)).toEqual([]);
  });

  test('folders stay small enough to be read: about twelve files', () => {
    const folders = new Map<string, number>();
    for (const { path } of [...within('features'), ...within('platform')])
      folders.set(dirname(path), (folders.get(dirname(path)) ?? 0) + 1);
    const large = [...folders].filter(([, count]) => count > 12);
    expect(large.map(([folder, count]) => `${folder}: ${count}`)).toEqual([]);
  });

  test('files stay short enough to be read', () => {
    expect(sources.filter((source) => source.text.split('\n').length > 280).map((source) => source.path)).toEqual([]);
  });
});

const playbooks = await loadPlaybooks();
const nothing = async () => undefined;
const admin = createAdminSlice({
  registry: () => registry,
  userGroups: async () => [],
  checkChannels: nothing,
  refreshGroup: nothing,
  ensurePerson: nothing,
  publishHome: nothing,
  background: () => undefined,
});
const registry = createRegistry(
  [
    ...featureSlices({ playbooks, reportFormats, openFile: noFiles, wakeRuns: () => {}, reportsDir: 'reports' }),
    deliverySlice,
    runsSlice({ work: async () => {}, wake: () => {} }),
    admin,
  ],
  [...builtinRoles, ...rolesOf(playbooks)],
);

/** Functions that draw a button for the id they are given. */
const drawers = ['askWhichCustomer', 'decidedAnswer', 'more', 'storyModal'];

/**
 * The action ids that are drawn: what stands behind `action:` or `action_id:` in a block, ends a row of `[…, 'Label', 'noun.verb']`, is
 * given to a function that draws, is the door of a window that some button leads through, or is offered by a stage of a
 * playbook. Audit rows have an `action` too.
 */
const drawnIn = (texts: readonly string[]): ReadonlySet<string> => {
  const id = /'([a-z_]+\.[a-z_]+)'/g;
  const places = [
    /\baction(?:_id)?:((?:\s*[^,;{}]*?\?)?[^,;{}]*)/g,
    /\[[^[\]]*'[A-Z][^'\n]*',\s*('[a-z_]+\.[a-z_]+')\s*\]/g,
    new RegExp(`\\b(?:${drawers.join('|')})\\(((?:[^()]|\\([^()]*\\))*)\\)`, 'g'),
  ];
  const found = new Set(playbooks.flatMap(({ stages }) => stages.flatMap(({ actions = [] }) => actions)) as string[]);
  for (const text of texts) {
    const views = text.replace(/\baudit\(\{[^}]*\}/g, '');
    for (const [, expression = ''] of places.flatMap((place) => [...views.matchAll(place)]))
      for (const [, each = ''] of expression.matchAll(id)) found.add(each);
  }
  const doors = texts.flatMap((text) => [...text.matchAll(/const (\w+Door): Door = \{[^}]*opens: '([a-z_.]+)'/g)]);
  for (const [, door = '', opens = ''] of doors)
    if (texts.some((text) => text.includes(`openButton(${door}, `))) found.add(opens);
  return found;
};

describe('what is registered', () => {
  test('every slice and every job is composed', () => {
    const declared = within('features').flatMap(({ text }) =>
      [...text.matchAll(/^export const (\w+Slice)\b/gm)].map(([, name = '']) => name),
    );
    const composing = sources.find(({ path }) => path === 'features/slices.ts')?.text ?? '';
    expect(declared.length).toBeGreaterThan(5);
    expect(declared.filter((name) => !composing.includes(`${name}(`) && !composing.includes(`  ${name},`))).toEqual([]);
    const jobs = new Set(registry.slices.flatMap((slice) => slice.jobs ?? []).map(({ name }) => name));
    const named = within('features').flatMap(({ text }) =>
      [...text.matchAll(/^\s+name: '([\w.-]+)',\n\s+schedule:/gm)].map(([, name = '']) => name),
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !jobs.has(name))).toEqual([]);
  });

  test('every action id has the form noun.verb', () => {
    expect(
      [...registry.actions.keys(), ...registry.submissions.keys()].filter((id) => !/^[a-z_]+\.[a-z_]+$/.test(id)),
    ).toEqual([]);
  });

  test('every button that a view draws is answered, and every answered action is drawn somewhere', () => {
    const answerable = sources.flatMap(({ text }) =>
      [
        ...text.matchAll(
          /(?:action: '([a-z_]+\.[a-z_]+)',\s*(?:value|style|confirm)|action_id: '([a-z_]+\.[a-z_]+)')/g,
        ),
      ].map(([, id, other]) => id ?? other ?? ''),
    );
    expect(answerable.filter((id) => !registry.actions.has(id))).toEqual([]);
    const drawn = drawnIn(sources.map(({ text }) => text));
    expect([...registry.actions.keys()].filter((id) => !drawn.has(id))).toEqual([]);
  });

  test('a button that is answered and no longer drawn would be found', () => {
    const without = sources.map(({ text }) => text.replaceAll("action: 'handoff.return'", "action: 'handoff.approve'"));
    const drawn = drawnIn(without);
    expect([...registry.actions.keys()].filter((id) => !drawn.has(id))).toEqual(['handoff.return']);
  });

  test('every form that can be sent is answered', () => {
    // A modal without a submit button is never submitted.
    const callbacks = new Set(
      sources.flatMap((source) =>
        [...source.text.matchAll(/callback: '([a-z_]+\.[a-z_]+)',(?:(?!blocks)[\s\S])*?submit:/g)].map(
          ([, id = '']) => id,
        ),
      ),
    );
    expect([...callbacks].filter((id) => !registry.submissions.has(id)).sort()).toEqual([]);
  });
});

/** What somebody presses or sends, what else carries it on, and through how many rooms it may lead; the aim is 8. */
const clicks: readonly (readonly [click: string, id: string, then: readonly string[], most: number])[] = [
  ['Approve', 'handoff.approve', [], 5],
  // Every payment asks for its day, whatever way it comes: the closing date is a room of its own. BIL-16
  ['Payment received', 'case.payment_received', [], 9],
  ['Confirm', 'expiry.confirm', [], 3],
  ['an import', 'report.import', ['src/features/collections/imports/import-run.ts'], 6],
];

describe('what a click walks', () => {
  test.each(clicks)('%s: the rooms that its file leads to, types and registries apart', (click, id, then, most) => {
    const isStart = ({ path, text }: Source) =>
      then.includes(`src/${path}`) || text.includes(`  id: '${id}',`) || text.includes(`  '${id}': `);
    const starts = within('features').filter(isStart);
    expect(starts.length).toBeGreaterThan(then.length);
    const files = new Set(starts.flatMap(({ path }) => walked(path, 'features')));
    const rooms = [...new Set([...files].map((path) => roomOf(path).replace('features/', '')))].sort();
    console.info(`${click}: ${files.size} files in ${rooms.length} rooms: ${rooms.join(', ')}`);
    expect(rooms.length).toBeLessThanOrEqual(most);
  });
});

interface Manifest {
  readonly features: { readonly slash_commands: readonly { readonly command: string; readonly usage_hint: string }[] };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  readonly settings: {
    readonly event_subscriptions: { readonly bot_events: readonly string[] };
    readonly socket_mode_enabled: boolean;
  };
}
const manifest = (name: string) => JSON.parse(readFileSync(join(root, 'manifests', name), 'utf8')) as Manifest;

/** What each Web API method that Baton calls needs (docs.slack.dev), per kind of conversation. */
const scopesOf: Readonly<Record<string, readonly string[]>> = {
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.join': ['channels:join'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'conversations.open': ['im:write'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
  'files.info': ['files:read'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
};
const free = ['auth.test', 'views.open', 'views.push', 'views.update', 'views.publish'];

describe('the manifests ask for what the code uses, no less and no more', () => {
  const code = [...within('platform'), ...within('features'), ...within('integrations')]
    .map((source) => source.text)
    .join('\n');
  const called = [
    ...code.matchAll(/client\.((?:auth|chat|conversations|users|usergroups|files|views)\.(?:users\.)?[a-zA-Z]+)\(/g),
  ].map(([, method = '']) => method);
  const named = Object.keys(scopesOf).filter((method) => code.includes(`'${method}'`));
  const methods = new Set([...called, ...named]);

  test.each(['http.json', 'socket-mode.json'])('%s', (name) => {
    const { features, oauth_config, settings } = manifest(name);
    expect(settings.socket_mode_enabled).toBe(name === 'socket-mode.json');
    expect(features.slash_commands.map((each) => each.command).sort()).toEqual(
      [...new Set(registry.commands.map((each) => each.command))].sort(),
    );
    expect([...methods].filter((method) => !free.includes(method) && !(method in scopesOf))).toEqual([]);
    const needed = new Set(['commands', ...[...methods].flatMap((method) => scopesOf[method] ?? [])]);
    expect([...needed].sort()).toEqual([...oauth_config.scopes.bot].sort());
    const handled = [
      ...(sources.find((source) => source.path === 'platform/slack/receiving/events.ts')?.text ?? '').matchAll(
        /case '([a-z_]+)':/g,
      ),
    ].map(([, type = '']) => type);
    const subscribed = new Set(
      settings.event_subscriptions.bot_events.map((event) => event.replace(/^message\..*/, 'message')),
    );
    expect([...subscribed].sort()).toEqual([...new Set(handled)].sort());
  });
});
