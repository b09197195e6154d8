import { afterEach, describe, expect, it } from 'vitest';
import { checkBlocks, checkView, type Json, type Obj } from '../../src/sandbox/slack/index.ts';
import { actions, button, client, closeAll, modal, refusal, section, slack, textInput } from './support.ts';

afterEach(closeAll);

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (value: string, text = value) => ({ text: plain(text), value });
const long = (n: number) => 'x'.repeat(n);
const select = (more: object) => ({
  type: 'static_select',
  action_id: 'pick',
  options: [option('a'), option('b')],
  ...more,
});
const acting = (element: object): Json => [{ type: 'actions', elements: [element] }] as unknown as Json;
const input = (element: object): Json => [{ type: 'input', label: plain('Label'), element }] as unknown as Json;

const raw = (text: string) => ({ type: 'raw_text', text });
const dataTable = (more: object) => [
  {
    type: 'data_table',
    caption: 'c',
    rows: [
      [raw('a'), raw('b')],
      [raw('1'), raw('2')],
    ],
    ...more,
  },
];
const bars = (more: object, chart: object = {}) => [
  {
    type: 'data_visualization',
    title: 't',
    chart: {
      type: 'bar',
      series: [{ name: 's', data: [{ label: 'x', value: 1 }] }],
      axis_config: { categories: ['x'] },
      ...chart,
    },
    ...more,
  },
];

const REFUSED: [rule: string, blocks: unknown, says: RegExp][] = [
  ['51 blocks in a message', Array.from({ length: 51 }, () => ({ type: 'divider' })), /no more than 50 items allowed/],
  ['an unknown block', [{ type: 'marquee' }], /unsupported type: marquee \[json-pointer:\/blocks\/0\/type\]/],
  ['a field Slack does not know', [{ ...section('x'), colour: 'red' }], /invalid additional property: colour/],
  ['a section without text or fields', [{ type: 'section' }], /either text or fields/],
  ['section text of 3001', [section(long(3001))], /must be less than 3001 characters/],
  ['empty text', [section('')], /must be more than 0 characters/],
  ['a header of 151', [{ type: 'header', text: plain(long(151)) }], /must be less than 151/],
  ['a header in mrkdwn', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }], /unsupported type: mrkdwn/],
  ['eleven fields', [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('x')) }], /no more than 10/],
  ['a field of 2001', [{ type: 'section', fields: [plain(long(2001))] }], /less than 2001/],
  [
    'eleven context elements',
    [{ type: 'context', elements: Array.from({ length: 11 }, () => plain('x')) }],
    /no more than 10/,
  ],
  ['a button in a context', [{ type: 'context', elements: [button('a')] }], /unsupported type: button/],
  [
    '26 buttons',
    [{ type: 'actions', elements: Array.from({ length: 26 }, (_, i) => button(`b${i}`)) }],
    /no more than 25/,
  ],
  ['no buttons', [{ type: 'actions', elements: [] }], /no less than 1/],
  ['button text of 76', acting(button('a', { text: plain(long(76)) })), /less than 76/],
  ['button value of 2001', acting(button('a', { value: long(2001) })), /less than 2001/],
  ['an invented button style', acting(button('a', { style: 'default' })), /valid enum value/],
  ['action_id of 256', acting(button(long(256))), /less than 256/],
  ['block_id of 256', [{ type: 'divider', block_id: long(256) }], /less than 256/],
  [
    'one block_id twice',
    [
      { type: 'divider', block_id: 'x' },
      { type: 'divider', block_id: 'x' },
    ],
    /already exists/,
  ],
  ['one action_id twice in a block', [actions(button('a'), button('a'))], /`action_id` "a" already exists/],
  [
    '101 options',
    acting(select({ options: Array.from({ length: 101 }, (_, i) => option(`${i}`)) })),
    /no more than 100/,
  ],
  ['option text of 76', acting(select({ options: [option('a', long(76))] })), /less than 76/],
  ['option value of 151', acting(select({ options: [option(long(151), 'a')] })), /less than 151/],
  [
    'an initial option that is not offered',
    acting(select({ initial_option: option('z') })),
    /one of the provided options/,
  ],
  [
    'six overflow entries',
    acting({ type: 'overflow', options: Array.from({ length: 6 }, (_, i) => option(`${i}`)) }),
    /no more than 5/,
  ],
  [
    'eleven checkboxes',
    acting({ type: 'checkboxes', options: Array.from({ length: 11 }, (_, i) => option(`${i}`)) }),
    /no more than 10/,
  ],
  ['a text input among actions', acting({ type: 'plain_text_input' }), /unsupported type: plain_text_input/],
  ['a button as input', input(button('a')), /unsupported type: button/],
  ['a date that is none', acting({ type: 'datepicker', initial_date: '2026-13-01' }), /YYYY-MM-DD/],
  [
    'a confirm dialog without text',
    acting(button('a', { confirm: { title: plain('Sure?'), confirm: plain('Yes'), deny: plain('No') } })),
    /missing required field: text/,
  ],
  [
    'a confirm title of 101',
    acting(
      button('a', { confirm: { title: plain(long(101)), text: plain('x'), confirm: plain('Yes'), deny: plain('No') } }),
    ),
    /less than 101/,
  ],
  [
    'an image without alternative text',
    [{ type: 'image', image_url: 'https://example.com/x.png' }],
    /missing required field: alt_text/,
  ],
  ['an image without source', [{ type: 'image', alt_text: 'x' }], /either image_url or slack_file/],
  ['a file input in a message', input({ type: 'file_input', action_id: 'f' }), /only supported in modals/],
  [
    'a number input without is_decimal_allowed',
    input({ type: 'number_input' }),
    /missing required field: is_decimal_allowed/,
  ],
  [
    'a number outside its range',
    input({ type: 'number_input', is_decimal_allowed: false, min_value: '5', initial_value: '4' }),
    /between min_value and max_value/,
  ],
  [
    'two tables',
    [1, 2].map(() => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] })),
    /only_one_table_allowed/,
  ],
  ['a data table without a caption', dataTable({ caption: undefined }), /missing required field: caption/],
  ['a data table with its header alone', dataTable({ rows: [[raw('a')]] }), /no less than 2/],
  ['102 rows', dataTable({ rows: Array.from({ length: 102 }, () => [raw('a')]) }), /no more than 101/],
  ['rows of different lengths', dataTable({ rows: [[raw('a'), raw('b')], [raw('1')]] }), /same length/],
  ['an empty cell', dataTable({ rows: [[raw('a')], [raw('')]] }), /more than 0 characters/],
  [
    'rich text in a header',
    dataTable({ rows: [[{ type: 'rich_text', elements: [] }], [raw('x')]] }),
    /unsupported type: rich_text/,
  ],
  ['a page of 101', dataTable({ page_size: 101 }), /less than or equal to 100/],
  [
    '10,001 characters in the tables of a message',
    [1, 2].flatMap(() => dataTable({ rows: [[raw('a')], [raw(long(2500))], [raw(long(2500))]] })),
    /tables must be less than 10001/,
  ],
  ['a chart title of 51', bars({ title: long(51) }), /less than 51/],
  ['a chart of an unknown kind', bars({}, { type: 'radar' }), /unsupported type: radar/],
  ['a category without its point', bars({}, { axis_config: { categories: ['x', 'y'] } }), /one data point for each/],
  ['a label of 21', bars({}, { axis_config: { categories: [long(21)] } }), /less than 21/],
  [
    'two series of one name',
    bars({}, { series: [1, 2].map(() => ({ name: 's', data: [{ label: 'x', value: 1 }] })) }),
    /series names must be unique/,
  ],
  [
    'seven segments',
    bars({ chart: { type: 'pie', segments: Array.from({ length: 7 }, (_, i) => ({ label: `${i}`, value: 1 })) } }),
    /no more than 6/,
  ],
  ['a segment of nothing', bars({ chart: { type: 'pie', segments: [{ label: 'a', value: 0 }] } }), /greater than 0/],
  ['three charts', [...bars({}), ...bars({}), ...bars({})], /no more than 2 data_visualization/],
  [
    '21 table columns',
    [{ type: 'table', rows: [Array.from({ length: 21 }, () => ({ type: 'raw_text', text: 'x' }))] }],
    /no more than 20/,
  ],
];

describe('what Slack refuses in messages', () => {
  it.each(REFUSED)('%s', (_rule, blocks, says) => {
    expect(checkBlocks(blocks as Json, 'message').join('\n')).toMatch(says);
  });

  it('answers invalid_blocks with every reason', async () => {
    const at = await slack();
    const blocks = [section(long(3001)), { type: 'marquee' }] as never;
    const { error, messages } = await refusal(
      client(at).chat.postMessage({ channel: 'C0SALES001', text: 'x', blocks }),
    );
    expect(error).toBe('invalid_blocks');
    expect(messages).toEqual([
      '[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
      '[ERROR] unsupported type: marquee [json-pointer:/blocks/1/type]',
    ]);
    expect((await refusal(client(at).apiCall('chat.postMessage', { channel: 'C0SALES001', blocks: '[{' }))).error).toBe(
      'invalid_blocks_format',
    );
  });
});

describe('what Slack accepts', () => {
  it('takes every limit to the last character', () => {
    const blocks = [
      { type: 'header', text: plain(long(150)) },
      section(long(3000)),
      {
        type: 'section',
        fields: Array.from({ length: 10 }, () => ({ type: 'mrkdwn', text: long(2000) })),
        accessory: button('acc'),
      },
      { type: 'context', elements: Array.from({ length: 10 }, () => plain('x')) },
      {
        type: 'actions',
        elements: Array.from({ length: 25 }, (_, i) => button(`b${i}`, { value: long(2000), text: plain(long(75)) })),
      },
      {
        type: 'actions',
        block_id: long(255),
        elements: [
          select({ options: Array.from({ length: 100 }, (_, i) => option(`${i}`.padEnd(150, 'v'), long(75))) }),
        ],
      },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x', style: { bold: true } }] }],
          },
        ],
      },
      {
        type: 'table',
        rows: Array.from({ length: 100 }, () => [{ type: 'raw_text', text: 'x' }]),
        column_settings: [{ align: 'right' }],
      },
      { type: 'image', alt_text: 'a', image_url: 'https://example.com/x.png' },
      ...Array.from({ length: 41 }, () => ({ type: 'divider' })),
    ];
    expect(checkBlocks(blocks as unknown as Json, 'message')).toEqual([]);
  });
});

describe('views', () => {
  const bad = (view: object, type: 'modal' | 'home' = 'modal') => checkView(view as Obj, type).join('\n');
  it('hold their own limits', () => {
    expect(bad(modal([textInput('a')]))).toBe('');
    expect(bad(modal([textInput('a')], { submit: undefined }))).toMatch(
      /must define `submit` to use `input` block \[json-pointer:\/view\/blocks\/0\/input\]/,
    );
    expect(bad(modal([], { title: plain(long(25)) }))).toMatch(/less than 25/);
    expect(bad(modal([], { title: undefined }))).toMatch(/missing required field: title/);
    expect(bad(modal([], { private_metadata: long(3001) }))).toMatch(/less than 3001/);
    expect(bad(modal([], { callback_id: long(256) }))).toMatch(/less than 256/);
    expect(bad(modal(Array.from({ length: 101 }, () => ({ type: 'divider' }))))).toMatch(/no more than 100/);
    expect(bad(modal([{ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }]))).toMatch(
      /unsupported type: table/,
    );
    expect(
      bad(modal([textInput('a', {}, { focus_on_load: true }), textInput('b', {}, { focus_on_load: true })])),
    ).toMatch(/only one element/);
    expect(bad({ type: 'home', blocks: [], title: plain('x') }, 'home')).toMatch(/invalid additional property: title/);
    expect(bad(modal([]), 'home')).toMatch(/valid enum value/);
  });
});
