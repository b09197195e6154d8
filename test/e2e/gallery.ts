/** One of everything that Block Kit has, for looking at it in the page and for using it. */

const plain = (text: string) => ({ type: 'plain_text' as const, text, emoji: true });
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text });
const option = (value: string, description?: string) => ({
  text: plain(value.charAt(0).toUpperCase() + value.slice(1)),
  value,
  ...(description ? { description: plain(description) } : {}),
});

const fruits = [option('apple', 'Keeps the doctor away'), option('banana'), option('cherry')];
const groups = [
  { label: plain('Fruit'), options: fruits },
  { label: plain('Vegetables'), options: [option('carrot'), option('daikon')] },
];

const question = {
  title: plain('Are you sure?'),
  text: mrkdwn('This *cannot* be taken back.'),
  confirm: plain('Do it'),
  deny: plain('Leave it'),
  style: 'danger' as const,
};

const input = (block_id: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id,
  label: plain(block_id.charAt(0).toUpperCase() + block_id.slice(1)),
  optional: true,
  element: { action_id: 'value', ...element },
  ...more,
});

const rich = {
  type: 'rich_text',
  elements: [
    {
      type: 'rich_text_section',
      elements: [
        { type: 'text', text: 'Rich: ' },
        { type: 'text', text: 'bold', style: { bold: true } },
        { type: 'text', text: ' and ' },
        { type: 'text', text: 'struck', style: { strike: true } },
        { type: 'text', text: ' for ' },
        { type: 'user', user_id: 'U0SALES001' },
        { type: 'text', text: ' of ' },
        { type: 'usergroup', usergroup_id: 'S0SUPPORT1' },
        { type: 'text', text: ' in ' },
        { type: 'channel', channel_id: 'C0SALES001' },
        { type: 'text', text: ' ' },
        { type: 'emoji', name: 'tada' },
        { type: 'link', url: 'https://example.com/', text: 'a link' },
      ],
    },
    {
      type: 'rich_text_list',
      style: 'ordered',
      elements: [
        { type: 'rich_text_section', elements: [{ type: 'text', text: 'first' }] },
        { type: 'rich_text_section', elements: [{ type: 'text', text: 'second' }] },
      ],
    },
    {
      type: 'rich_text_list',
      style: 'bullet',
      indent: 1,
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a point below' }] }],
    },
    { type: 'rich_text_quote', elements: [{ type: 'text', text: 'quoted words' }] },
    { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'let x = 1;\nx += 1;' }] },
  ],
};

const cell = (text: string) => ({ type: 'raw_text', text });

/** What a message can show. */
export const reading = [
  { type: 'header', text: plain('Gallery :tada:') },
  {
    type: 'section',
    text: mrkdwn('*Bold* _italic_ ~gone~ `code` <https://example.com/|a link> <@U0SALES001> <#C0SALES001> <!here>'),
  },
  { type: 'section', text: mrkdwn('&gt; quoted &amp; escaped\n```fenced\n  code```\n• one\n    ◦ two') },
  { type: 'section', text: mrkdwn('<!date^1790000000^{date_long} at {time}|then> :white_check_mark: :no_such_sign:') },
  { type: 'section', fields: [mrkdwn('*One*\n1'), mrkdwn('*Two*\n2'), plain('*Three*')] },
  {
    type: 'section',
    text: plain('With a picture'),
    accessory: { type: 'image', image_url: 'https://elsewhere.example/logo.png', alt_text: 'the logo' },
  },
  { type: 'divider' },
  {
    type: 'context',
    elements: [
      { type: 'image', image_url: 'https://elsewhere.example/face.png', alt_text: 'a face' },
      mrkdwn('said *quietly*'),
      plain('*as it is*'),
    ],
  },
  {
    type: 'image',
    image_url: 'https://elsewhere.example/chart.png',
    alt_text: 'a chart',
    title: plain('Chart of the week'),
  },
  rich,
  {
    type: 'table',
    column_settings: [{ is_wrapped: true }, { align: 'right' }],
    rows: [
      [cell('Customer'), cell('Owes')],
      [cell('Acme'), { type: 'raw_number', text: '$1,200', value: 1200 }],
      [cell('Northwind'), { type: 'rich_text', elements: [rich.elements[0]] }],
    ],
  },
  {
    type: 'data_table',
    caption: 'Who owes what',
    page_size: 2,
    rows: [
      [cell('Customer'), cell('Owes')],
      [cell('Acme'), { type: 'raw_number', text: '$1,200', value: 1200 }],
      [cell('Bayside'), { type: 'raw_number', text: '$90', value: 90 }],
      [cell('Northwind'), { type: 'raw_number', text: '$300', value: 300 }],
    ],
  },
  {
    type: 'data_visualization',
    title: 'Owed by age',
    chart: {
      type: 'bar',
      series: [
        {
          name: 'March',
          data: [
            { label: 'Not due', value: 1200 },
            { label: '1–30 days', value: 300 },
          ],
        },
        {
          name: 'April',
          data: [
            { label: 'Not due', value: 900 },
            { label: '1–30 days', value: 450 },
          ],
        },
      ],
      axis_config: { categories: ['Not due', '1–30 days'], y_label: 'USD' },
    },
  },
  {
    type: 'data_visualization',
    title: 'Shares',
    chart: {
      type: 'pie',
      segments: [
        { label: 'Gold', value: 3 },
        { label: 'Silver', value: 1 },
      ],
    },
  },
  { type: 'markdown', text: '# Heading\n**bold** and *italic*\n\n- one\n- two' },
  {
    type: 'video',
    video_url: 'https://elsewhere.example/film',
    thumbnail_url: 'https://elsewhere.example/film.png',
    alt_text: 'a film',
    title: plain('A film'),
    title_url: 'https://elsewhere.example/film',
  },
];

/** What a message lets people do. */
export const doing = [
  {
    type: 'actions',
    block_id: 'buttons',
    elements: [
      { type: 'button', action_id: 'plain', text: plain('Plain'), value: '1' },
      { type: 'button', action_id: 'primary', text: plain('Primary'), style: 'primary', value: '2' },
      { type: 'button', action_id: 'danger', text: plain('Danger'), style: 'danger', value: '3', confirm: question },
      { type: 'overflow', action_id: 'overflow', options: [option('edit'), option('remove')] },
    ],
  },
  {
    type: 'actions',
    block_id: 'menus',
    elements: [
      { type: 'static_select', action_id: 'static', placeholder: plain('A fruit'), options: fruits },
      { type: 'users_select', action_id: 'user', placeholder: plain('A person') },
      { type: 'channels_select', action_id: 'channel', placeholder: plain('A channel') },
      { type: 'multi_static_select', action_id: 'many', placeholder: plain('Many'), option_groups: groups },
      { type: 'external_select', action_id: 'external', placeholder: plain('Ask the app'), min_query_length: 1 },
    ],
  },
  {
    type: 'actions',
    block_id: 'times',
    elements: [
      { type: 'datepicker', action_id: 'date', initial_date: '2026-11-30' },
      { type: 'timepicker', action_id: 'time', initial_time: '09:30' },
      { type: 'datetimepicker', action_id: 'moment', initial_date_time: 1_790_000_000 },
    ],
  },
  {
    type: 'section',
    block_id: 'ticks',
    text: mrkdwn('Ticks'),
    accessory: {
      type: 'checkboxes',
      action_id: 'ticks',
      options: [option('one', 'The first'), option('two')],
      initial_options: [option('two')],
    },
  },
  {
    type: 'section',
    block_id: 'radio',
    text: mrkdwn('Radio'),
    accessory: { type: 'radio_buttons', action_id: 'radio', options: [option('left'), option('right')] },
  },
];

/** One field of each kind. */
export const fields = [
  input('text', { type: 'plain_text_input', placeholder: plain('A few words') }, { hint: plain('Keep it short') }),
  input('lines', { type: 'plain_text_input', multiline: true, max_length: 20 }),
  input('number', { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '9' }),
  input('email', { type: 'email_text_input' }),
  input('address', { type: 'url_text_input' }),
  input('fruit', { type: 'static_select', option_groups: groups }),
  input('fruits', { type: 'multi_static_select', options: fruits, max_selected_items: 2 }),
  input('suggested', { type: 'external_select', min_query_length: 1 }),
  input('several', { type: 'multi_external_select', min_query_length: 0 }),
  input('person', { type: 'users_select' }),
  input('people', { type: 'multi_users_select', initial_users: ['U0SALES001'] }),
  input('place', { type: 'conversations_select' }),
  input('places', { type: 'multi_channels_select' }),
  input('day', { type: 'datepicker' }),
  input('hour', { type: 'timepicker' }),
  input('moment', { type: 'datetimepicker' }),
  input('ticks', { type: 'checkboxes', options: [option('one', 'The first'), option('two')] }),
  input('radio', { type: 'radio_buttons', options: [option('left'), option('right')] }),
  input('file', { type: 'file_input', filetypes: ['csv'], max_files: 2 }),
];

export const form = (title: string, blocks: readonly object[], more: object = {}) => ({
  type: 'modal' as const,
  callback_id: title.toLowerCase(),
  title: plain(title),
  submit: plain('Save'),
  blocks: blocks as never,
  ...more,
});

export const push = (title: string) => ({
  type: 'actions',
  elements: [{ type: 'button', action_id: 'push', text: plain(title), value: 'x' }],
});
