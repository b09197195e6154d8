import type { ChartSpec } from './charts.ts';

/** What the stand-in answers, as far as the page reads it. The server's own checks keep these shapes honest. */

export interface TextObject {
  type: 'plain_text' | 'mrkdwn';
  text: string;
}

export interface Option {
  text: TextObject;
  value: string;
  description?: TextObject;
  url?: string;
}

export interface OptionGroup {
  label: TextObject;
  options: Option[];
}

export interface ConfirmObject {
  title: TextObject;
  text: TextObject;
  confirm: TextObject;
  deny: TextObject;
  style?: 'primary' | 'danger';
}

/** Any interactive element or image; which fields exist depends on the type. */
export interface Element {
  type: string;
  action_id: string;
  text?: TextObject;
  value?: string;
  url?: string;
  style?: 'primary' | 'danger';
  confirm?: ConfirmObject;
  accessibility_label?: string;
  placeholder?: TextObject;
  options?: Option[];
  option_groups?: OptionGroup[];
  min_query_length?: number;
  max_selected_items?: number;
  multiline?: boolean;
  min_length?: number;
  max_length?: number;
  min_value?: string;
  max_value?: string;
  is_decimal_allowed?: boolean;
  focus_on_load?: boolean;
  filetypes?: string[];
  max_files?: number;
  filter?: { include?: string[]; exclude_bot_users?: boolean };
  image_url?: string;
  alt_text?: string;
  initial_value?: string;
  initial_option?: Option;
  initial_options?: Option[];
  initial_user?: string;
  initial_users?: string[];
  initial_conversation?: string;
  initial_conversations?: string[];
  initial_channel?: string;
  initial_channels?: string[];
  initial_date?: string;
  initial_time?: string;
  initial_date_time?: number;
}

export interface RichNode {
  type: string;
  text?: string;
  url?: string;
  user_id?: string;
  channel_id?: string;
  usergroup_id?: string;
  name?: string;
  unicode?: string;
  range?: string;
  value?: string;
  timestamp?: number;
  format?: string;
  fallback?: string;
  style?: 'bullet' | 'ordered' | { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean };
  indent?: number;
  offset?: number;
  elements?: RichNode[];
}

export interface TableCell {
  type: string;
  text?: string;
  /** Of a figure: by what it is sorted. */
  value?: number;
  elements?: RichNode[];
}

/** A context item is a text object or an image, an actions item an element, a rich text item a node. */
export type BlockItem = TextObject & Element & RichNode;

export interface Block {
  type: string;
  block_id: string;
  text?: TextObject | string;
  fields?: TextObject[];
  accessory?: Element;
  elements?: BlockItem[];
  element?: Element;
  label?: TextObject;
  hint?: TextObject;
  optional?: boolean;
  dispatch_action?: boolean;
  image_url?: string;
  alt_text?: string;
  title?: TextObject | string;
  title_url?: string;
  video_url?: string;
  rows?: TableCell[][];
  caption?: string;
  page_size?: number;
  row_header_column_index?: number;
  chart?: ChartSpec;
  column_settings?: ({ align?: 'left' | 'center' | 'right'; is_wrapped?: boolean } | null)[];
}

export interface SlackFile {
  id: string;
  name: string;
  mimetype: string;
  pretty_type: string;
  size: number;
}

export interface Message {
  ts: string;
  channel: string;
  user: string;
  text: string;
  is_ephemeral: boolean;
  subtype?: string;
  bot_id?: string;
  blocks?: Block[];
  attachments?: { color?: string; text?: string; fallback?: string; blocks?: Block[] }[];
  files?: SlackFile[];
  thread_ts?: string;
  reply_count?: number;
  reply_users?: string[];
  latest_reply?: string;
  edited?: { user: string; ts: string };
  reactions?: { name: string; count: number }[];
}

/** One element's entry in `view.state.values`. */
export interface StateValue {
  type: string;
  value?: string | null;
  selected_option?: Option | null;
  selected_options?: Option[];
  selected_user?: string | null;
  selected_users?: string[];
  selected_conversation?: string | null;
  selected_conversations?: string[];
  selected_channel?: string | null;
  selected_channels?: string[];
  selected_date?: string | null;
  selected_time?: string | null;
  selected_date_time?: number | null;
  files?: SlackFile[];
}

export interface View {
  id: string;
  type: 'modal' | 'home';
  hash: string;
  callback_id: string;
  blocks: Block[];
  title: TextObject;
  submit: TextObject | null;
  close: TextObject | null;
  state: { values: Record<string, Record<string, StateValue>> };
  errors: Record<string, string>;
  busy: boolean;
  submit_disabled: boolean;
  previous_view_id: string | null;
}

export interface Person {
  id: string;
  name: string;
  role: string | null;
  deleted: boolean;
  profile: { real_name: string; title?: string };
  tz?: string;
  is_restricted?: boolean;
}

export interface Channel {
  id: string;
  name?: string;
  channel_type: 'channel' | 'group' | 'im';
  is_archived: boolean;
  is_member?: boolean;
  topic?: { value: string };
  num_members?: number;
  unread: number;
  last_read: string;
}

export interface Command {
  command: string;
  description?: string;
  usage_hint?: string;
}

export interface Fault {
  id: number;
  kind: string;
  method?: string;
  delivery?: string;
  hits: number;
  count?: number;
}

export interface Workspace {
  team: { id: string; name: string };
  app: { id: string; bot_id: string; bot_user: string; name: string };
  people: Person[];
  usergroups: { id: string; handle: string; name: string }[];
  channels: Channel[];
  commands: Command[];
  modals: View[];
  home: View | null;
  faults: Fault[];
  problems: string[];
}

export interface Change {
  kind: 'message' | 'ephemeral' | 'modal' | 'home' | 'channel' | 'person' | 'call' | 'delivery' | 'problem';
  channel?: string;
  ts?: string;
  user?: string;
}

/** What a person puts into an element: text, an option's value, ids, a date; null clears it. */
export type Entry = string | number | null | string[];

export interface ActResult {
  status: number;
  ackMs: number;
  error?: string;
  fieldErrors?: Record<string, string>;
  ack?: unknown;
  message?: Message;
}

export interface BatonState {
  now: string;
  nextJob?: { name: string; at: string };
  batonUp: boolean;
  /** Months that go by, and how far they are. */
  passing?: { month: number; of: number; today: string; isStopping?: boolean };
  /** Why they stopped before their time. */
  problem?: string;
}

export interface Sample {
  name: string;
  description: string;
  content: string;
}
