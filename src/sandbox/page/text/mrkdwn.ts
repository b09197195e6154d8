/**
 * Slack's mrkdwn as a tree. Nothing here makes HTML: the tree is drawn by React, so that what a person entered can never become
 * markup, whatever it contains.
 */

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; url: string; label: string }
  | { kind: 'user' | 'channel' | 'group'; id: string; label: string }
  | { kind: 'broadcast'; label: string }
  | { kind: 'date'; seconds: number; format: string; fallback: string }
  | { kind: 'emoji'; name: string };

export type Paragraph = { kind: 'line' | 'quote'; children: Inline[][] } | { kind: 'pre'; text: string };

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

export const decode = (text: string): string =>
  text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);

const STYLES: Readonly<Record<string, 'bold' | 'italic' | 'strike'>> = { '*': 'bold', _: 'italic', '~': 'strike' };
const WORD = /[\p{L}\p{N}]/u;

/** Only what a browser may open safely becomes a link. */
export const safeUrl = (url: string): string | undefined => (/^(https?|mailto|tel):/i.test(url) ? url : undefined);

const special = (token: string): Inline => {
  const bar = token.indexOf('|');
  const [target, label] = bar < 0 ? [token, ''] : [token.slice(0, bar), decode(token.slice(bar + 1))];
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1), label };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), label };
  if (target.startsWith('!')) {
    const date = /^!date\^(-?\d+)\^([^^]*)/.exec(target);
    if (date) return { kind: 'date', seconds: Number(date[1]), format: decode(date[2] ?? ''), fallback: label };
    const group = /^!subteam\^(\w+)/.exec(target);
    if (group) return { kind: 'group', id: group[1] ?? '', label };
    const name = /^!(here|channel|everyone)/.exec(target)?.[1];
    return name ? { kind: 'broadcast', label: `@${name}` } : { kind: 'text', text: label || `<${decode(token)}>` };
  }
  const url = safeUrl(decode(target));
  return url ? { kind: 'link', url, label: label || url } : { kind: 'text', text: label || `<${decode(token)}>` };
};

/** The marker that closes what `at` opened, on the same line and at the end of a word; -1 if there is none. */
const closing = (text: string, at: number, marker: string): number => {
  const before = text[at - 1];
  const after = text[at + 1];
  if (
    (before !== undefined && (WORD.test(before) || before === marker)) ||
    after === undefined ||
    /\s/.test(after) ||
    after === marker
  )
    return -1;
  for (let end = text.indexOf(marker, at + 2); end > 0; end = text.indexOf(marker, end + 1)) {
    if (text.slice(at, end).includes('\n')) return -1;
    const next = text[end + 1];
    if (!/\s/.test(text[end - 1] ?? ' ') && (next === undefined || (!WORD.test(next) && next !== marker))) return end;
  }
  return -1;
};

/** One line of mrkdwn. */
export const parseInline = (text: string): Inline[] => {
  const nodes: Inline[] = [];
  let plain = '';
  const flush = () => {
    if (plain) nodes.push({ kind: 'text', text: decode(plain) });
    plain = '';
  };
  const add = (node: Inline) => {
    flush();
    nodes.push(node);
  };
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '<') {
      const end = text.indexOf('>', at);
      if (end > at + 1) {
        add(special(text.slice(at + 1, end)));
        at = end + 1;
        continue;
      }
    } else if (char === '`') {
      const end = text.indexOf('`', at + 1);
      if (end > at + 1) {
        add({ kind: 'code', text: decode(text.slice(at + 1, end)) });
        at = end + 1;
        continue;
      }
    } else if (char === ':') {
      const name = /^:([a-z0-9_+-]+):/.exec(text.slice(at, at + 60))?.[1];
      if (name) {
        add({ kind: 'emoji', name });
        at += name.length + 2;
        continue;
      }
    }
    const style = STYLES[char];
    const end = style ? closing(text, at, char) : -1;
    if (style && end > 0) {
      add({ kind: style, children: parseInline(text.slice(at + 1, end)) });
      at = end + 1;
      continue;
    }
    plain += char;
    at += 1;
  }
  flush();
  return nodes;
};

const lines = (text: string): Paragraph[] => {
  const found: Paragraph[] = [];
  for (const line of text.split('\n')) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    const kind = quoted ? 'quote' : 'line';
    const children = parseInline(quoted ? (quoted[1] ?? '') : line);
    const last = found.at(-1);
    if (last && last.kind === kind) last.children.push(children);
    else found.push({ kind, children: [children] });
  }
  return found;
};

/** A whole text: fenced code, quotes and lines. */
export const parseMrkdwn = (text: string): Paragraph[] => {
  const parts = text.split('```');
  // A last fence without a partner is text.
  if (parts.length % 2 === 0) {
    const tail = parts.pop() ?? '';
    parts.push(`${parts.pop() ?? ''}\`\`\`${tail}`);
  }
  return parts.flatMap((part, index): Paragraph[] => {
    if (index % 2 === 1) return [{ kind: 'pre', text: decode(part.replace(/^\n|\n$/g, '')) }];
    const trimmed = index > 0 ? part.replace(/^\n/, '') : part;
    return trimmed === '' && parts.length > 1 ? [] : lines(trimmed);
  });
};

/** The words of a text without any markup, for notifications and screen readers. */
export const plainOf = (text: string, nameOf: (id: string) => string): string => {
  const say = (node: Inline): string => {
    switch (node.kind) {
      case 'text':
      case 'code':
        return node.text;
      case 'bold':
      case 'italic':
      case 'strike':
        return node.children.map(say).join('');
      case 'link':
      case 'broadcast':
        return node.label;
      case 'date':
        return node.fallback;
      case 'emoji':
        return '';
      default:
        return node.label || nameOf(node.id);
    }
  };
  return parseMrkdwn(text)
    .map((part) => (part.kind === 'pre' ? part.text : part.children.map((line) => line.map(say).join('')).join(' ')))
    .join(' ')
    .trim();
};
