import { anything, boolean, byType, type Check, integer, list, object, oneOf, string } from './checks.ts';

const style = object({
  optional: {
    bold: boolean,
    italic: boolean,
    strike: boolean,
    code: boolean,
    underline: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
  },
});
const inline = (fields: Record<string, Check>, more: Record<string, Check> = {}): Check =>
  object({ required: { type: string(64, 1), ...fields }, optional: { style, ...more } });

const inlines: Record<string, Check> = {
  text: inline({ text: string(12_000, 1) }),
  link: inline({ url: string(3000, 1) }, { text: string(12_000), unsafe: boolean }),
  user: inline({ user_id: string(255, 1) }),
  channel: inline({ channel_id: string(255, 1) }),
  usergroup: inline({ usergroup_id: string(255, 1) }),
  team: inline({ team_id: string(255, 1) }),
  emoji: inline({ name: string(255, 1) }, { unicode: string(255), skin_tone: anything, url: string(3000) }),
  broadcast: inline({ range: oneOf('here', 'channel', 'everyone') }),
  color: inline({ value: string(255, 1) }),
  date: inline(
    { timestamp: integer(0, 99_999_999_999), format: string(255, 1) },
    { url: string(3000), fallback: string(3000) },
  ),
};

const container = (items: Check, more: Record<string, Check> = {}): Check =>
  object({
    required: { type: string(64, 1), elements: list(items, 0, 1000) },
    optional: { border: integer(0, 1), ...more },
  });

const section = container(byType(inlines));
const { text, link } = inlines as { text: Check; link: Check };

/** Formatted text as Slack's own composer makes it. */
export const richText: Check = object({
  required: {
    type: oneOf('rich_text'),
    elements: list(
      byType({
        rich_text_section: section,
        rich_text_quote: section,
        rich_text_preformatted: container(byType({ text, link }), { language: string(255) }),
        rich_text_list: object({
          required: {
            type: string(64, 1),
            style: oneOf('bullet', 'ordered'),
            elements: list(byType({ rich_text_section: section }), 1, 1000),
          },
          optional: { indent: integer(0, 8), offset: integer(0, 100_000), border: integer(0, 1) },
        }),
      }),
      1,
      1000,
    ),
  },
  optional: { block_id: string(255) },
});
