import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { featureSlices } from '../../../src/features/slices.ts';
import { section } from '../../../src/platform/block-kit/blocks.ts';
import { moment, person } from '../../../src/platform/block-kit/mentions.ts';
import { asMrkdwn, asPlain } from '../../../src/platform/slack/answers/errors.ts';
import { homeBlocks } from '../../../src/platform/slack/answers/home.ts';
import { createRegistry } from '../../../src/platform/slice/registry.ts';
import type { SlackRequest } from '../../../src/platform/slice/slice.ts';
import { silent } from '../../support/database.ts';
import { noFiles } from '../../support/files.ts';

describe('ALL-3 who was first is readable wherever it is said', () => {
  const at = new Date('2026-03-02T09:30:00Z');
  const text = `Recovered by ${person('U0ANNA0001')} on ${moment(at)}, for <Hart & Sons>.`;

  test('in a message, mentions and instants stay, and all else is escaped', () =>
    expect(asMrkdwn(text)).toBe(`Recovered by <@U0ANNA0001> on ${moment(at)}, for &lt;Hart &amp; Sons&gt;.`));

  test('in a form’s field, which shows plain text, people have their names', () => {
    expect(asPlain(text, new Map([['U0ANNA0001', 'Anna']]))).toBe(
      'Recovered by Anna on 2026-03-02 09:30 UTC, for <Hart & Sons>.',
    );
    expect(asPlain('by <@U0NOBODY01>', new Map())).toBe('by somebody');
  });
});

describe('the Home tab of somebody with very much to do', () => {
  const asker = { roles: async () => new Set(['sales']) } as unknown as SlackRequest;
  const home = (sizes: readonly number[]) => {
    const blocks = (count: number): KnownBlock[] => Array.from({ length: count }, () => section('x'));
    const sections = sizes.map((count, order) => ({
      order,
      title: `Part ${order}`,
      render: async () => blocks(count),
    }));
    return homeBlocks(createRegistry([{ name: 'a', home: sections }], []), asker, silent);
  };

  test('never has more than Slack’s hundred blocks, and names what is left out', async () => {
    const shown = await home([40, 40, 40, 5]);
    expect(shown.length).toBeLessThanOrEqual(100);
    expect(JSON.stringify(shown.at(-1))).toContain('Part 2');
    expect(JSON.stringify(shown)).toContain('Part 3');
    expect((await home([94])).length).toBe(99);
    expect((await home([48, 43])).length).toBe(98);
    expect((await home([48, 47, 3])).length).toBeLessThanOrEqual(100);
  });

  test('with room for all, nothing is said about room', async () =>
    expect(JSON.stringify(await home([10, 10]))).not.toContain('No room'));

  test('the lines between its parts give way before any part does', async () => {
    const shown = await home([20, 20, 20, 20, 10]);
    expect(shown.filter(({ type }) => type === 'divider')).toEqual([]);
    expect(shown.filter(({ type }) => type === 'section')).toHaveLength(90);
    expect(JSON.stringify(shown)).not.toContain('No room');
    expect((await home([10, 10])).filter(({ type }) => type === 'divider')).toHaveLength(3);
  });

  const first = async (parts: readonly (readonly [title: string, waits: boolean, count: number])[]) => {
    const sections = parts.map(([title, waits, count], order) => ({
      order,
      title,
      ...(waits ? { waits: true as const } : {}),
      render: async () => Array.from({ length: count }, () => section('x')),
    }));
    const blocks = await homeBlocks(createRegistry([{ name: 'a', home: sections }], []), asker, silent);
    return JSON.stringify(blocks.slice(0, 2));
  };

  test('WRK-3 the first lines name the sections below that wait, in their order; nothing waits only where none does', async () => {
    const some = await first([
      ['Folders', true, 0],
      ['My activities', true, 2],
      ['Expiries to confirm', true, 1],
      ['Settings', false, 3],
    ]);
    expect(some).toContain('"text":"Waiting for me"');
    expect(some).toContain('"text":"My activities · Expiries to confirm"');
    expect(
      await first([
        ['Folders', true, 0],
        ['Settings', false, 3],
      ]),
    ).toContain('Nothing waits for you');
  });

  test('WRK-3 every section of a feature shows what waits, so that the first line names it', () => {
    const slices = featureSlices({
      playbooks: [],
      reportFormats: [],
      openFile: noFiles,
      wakeRuns: () => {},
    });
    const sections = slices.flatMap((slice) => slice.home ?? []);
    expect(sections.length).toBeGreaterThan(4);
    // What is set up once is no work that waits, nor is finding; nor the month’s checklist, whose lines wait elsewhere.
    const others = ['Billing set-up', 'Billing checklist', 'Find'];
    const work = sections.filter(({ title }) => !others.includes(title ?? ''));
    expect(work.filter(({ waits }) => !waits).map(({ title }) => title)).toEqual([]);
  });
});
