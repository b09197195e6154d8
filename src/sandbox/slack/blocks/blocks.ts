import { asList, asObj, isObj, type Json, type Obj, objs } from '../json.ts';
import {
  boolean,
  byType,
  type Check,
  type Findings,
  fail,
  list,
  object,
  oneOf,
  type Shape,
  type Surface,
  string,
} from './checks.ts';
import { cell, checkTogether, dataTable, dataVisualization } from './data.ts';
import { IN_ACCESSORY, IN_ACTIONS, IN_INPUT } from './elements.ts';
import { image, imageElement } from './images.ts';
import { anyText, blockId, plainText, url } from './objects.ts';
import { richText } from './rich-text.ts';

const type = string(64, 1);
const block = ({ required = {}, optional = {}, ...rest }: Shape): Check =>
  object({ required: { type, ...required }, optional: { block_id: blockId, ...optional }, ...rest });

const mrkdwnOrPlain = anyText(3000);
const contextItem = byType({ plain_text: mrkdwnOrPlain, mrkdwn: mrkdwnOrPlain, image: imageElement });

const common: Record<string, Check> = {
  section: block({
    optional: {
      text: mrkdwnOrPlain,
      fields: list(anyText(2000), 1, 10),
      accessory: byType(IN_ACCESSORY),
      expand: boolean,
    },
    also: (value, at, found) => {
      if (!value.text && !value.fields) fail(found, at, 'must provide either text or fields');
    },
  }),
  header: block({ required: { text: plainText(150) } }),
  divider: block({}),
  context: block({ required: { elements: list(contextItem, 1, 10) } }),
  actions: block({ required: { elements: list(byType(IN_ACTIONS), 1, 25) } }),
  input: block({
    required: { label: plainText(2000), element: byType(IN_INPUT) },
    optional: { hint: plainText(2000), optional: boolean, dispatch_action: boolean },
  }),
  image: image({ optional: { block_id: blockId, title: plainText(2000) } }),
  rich_text: richText,
  video: block({
    required: { video_url: url(), thumbnail_url: url(), alt_text: string(2000, 1), title: plainText(200) },
    optional: {
      title_url: url(),
      author_name: string(50),
      provider_name: string(50),
      provider_icon_url: url(),
      description: plainText(200),
    },
  }),
};

/** Blocks that exist in messages only. */
const messageOnly: Record<string, Check> = {
  table: block({
    required: { rows: list(list(cell, 1, 20), 1, 100) },
    optional: {
      column_settings: list(
        object({ optional: { align: oneOf('left', 'center', 'right'), is_wrapped: boolean } }),
        0,
        20,
      ),
    },
  }),
  data_table: dataTable,
  data_visualization: dataVisualization,
  markdown: block({ required: { text: string(12_000, 1) } }),
  file: block({ required: { external_id: string(255, 1), source: oneOf('remote') } }),
};

const KNOWN: Record<Surface, Check> = {
  message: byType({ ...common, ...messageOnly }),
  modal: byType(common),
  home: byType(common),
};

const MOST: Record<Surface, number> = { message: 50, modal: 100, home: 100 };

/** The interactive elements of one block, with the pointer at which each stands. */
export const elementsOf = (value: Obj): { element: Obj; at: string }[] => {
  if (value.type === 'section') return isObj(value.accessory) ? [{ element: value.accessory, at: 'accessory' }] : [];
  if (value.type === 'input') return isObj(value.element) ? [{ element: value.element, at: 'element' }] : [];
  if (value.type !== 'actions') return [];
  return objs(value.elements).map((element, i) => ({ element, at: `elements/${i}` }));
};

/** Ids must tell blocks, and the elements within a block, apart. */
const uniqueIds = (blocks: Json[], at: string, found: Findings): void => {
  const blockIds = new Set<Json>();
  for (const [i, value] of blocks.entries()) {
    if (!isObj(value)) continue;
    const id = value.block_id;
    if (typeof id === 'string' && id !== '') {
      if (blockIds.has(id)) fail(found, `${at}/${i}/block_id`, `\`block_id\` "${id}" already exists`);
      blockIds.add(id);
    }
    const actionIds = new Set<Json>();
    for (const { element, at: where } of elementsOf(value)) {
      const action = element.action_id;
      if (typeof action !== 'string') continue;
      if (actionIds.has(action)) {
        fail(
          found,
          `${at}/${i}/${where}/action_id`,
          `\`action_id\` "${action}" already exists for block_id "${String(id ?? '')}"`,
        );
      }
      actionIds.add(action);
    }
  }
};

/** Everything Slack would object to in these blocks, in Slack's words; empty when they are fine. */
export const checkBlocks = (value: Json, surface: Surface, at = '/blocks'): string[] => {
  const found: Findings = { surface, problems: [], focused: 0 };
  list(KNOWN[surface], 0, MOST[surface])(value, at, found);
  const blocks = asList(value);
  uniqueIds(blocks, at, found);
  const markdown = objs(value).filter((b) => b.type === 'markdown');
  if (markdown.reduce((sum, b) => sum + String(b.text ?? '').length, 0) > 12_000) {
    fail(found, at, 'markdown blocks must be less than 12001 characters in all');
  }
  checkTogether(value, at, found);
  return found.problems;
};

/** Gives every block and element the id that Slack would make up. */
export const withIds = (blocks: Obj[], make: () => string): Obj[] =>
  blocks.map((original) => {
    const value: Obj = { ...original };
    if (!value.block_id) value.block_id = make();
    if (value.type === 'actions') value.elements = objs(value.elements).map((e) => named(e, make));
    if (value.type === 'section' && isObj(value.accessory)) value.accessory = named(value.accessory, make);
    if (value.type === 'input') value.element = named(asObj(value.element), make);
    return value;
  });

const named = (element: Obj, make: () => string): Obj =>
  element.type === 'image' || element.action_id ? element : { ...element, action_id: make() };
