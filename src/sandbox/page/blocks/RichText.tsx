import type { ReactNode } from 'react';
import type { RichNode } from '../api/types.ts';
import { safeUrl } from '../text/mrkdwn.ts';
import { numbered } from './numbered.ts';
import { ChannelLink, DateText, Emoji, GroupName, Mention } from './Text.tsx';

const styleOf = (node: RichNode) => (typeof node.style === 'object' ? node.style : {});

const content = (node: RichNode): ReactNode => {
  switch (node.type) {
    case 'link': {
      const url = safeUrl(node.url ?? '');
      const label = node.text || node.url;
      return url ? (
        <a href={url} target="_blank" rel="noopener noreferrer">
          {label}
        </a>
      ) : (
        label
      );
    }
    case 'user':
      return <Mention id={node.user_id ?? ''} />;
    case 'usergroup':
      return <GroupName id={node.usergroup_id ?? ''} />;
    case 'channel':
      return <ChannelLink id={node.channel_id ?? ''} />;
    case 'emoji':
      return <Emoji name={node.name ?? ''} />;
    case 'broadcast':
      return <span className="mention mention-me">@{node.range}</span>;
    case 'date':
      return <DateText seconds={node.timestamp ?? 0} format={node.format ?? ''} fallback={node.fallback ?? ''} />;
    case 'color':
      return <code>{node.value}</code>;
    default:
      return node.text ?? '';
  }
};

const Leaf = ({ node }: { node: RichNode }) => {
  const { bold, italic, strike, code } = styleOf(node);
  let shown = content(node);
  if (code) shown = <code>{shown}</code>;
  if (strike) shown = <s>{shown}</s>;
  if (italic) shown = <em>{shown}</em>;
  if (bold) shown = <strong>{shown}</strong>;
  return shown;
};

const leaves = (nodes: readonly RichNode[] | undefined) =>
  numbered(nodes).map(({ key, item }) => <Leaf key={key} node={item} />);

/** Slack's own formatted text: sections, lists, quotes and code. */
export const RichText = ({ elements }: { elements: readonly RichNode[] }) =>
  numbered(elements).map(({ key, item: node }) => {
    switch (node.type) {
      case 'rich_text_list': {
        const items = numbered(node.elements).map((each) => <li key={each.key}>{leaves(each.item.elements)}</li>);
        const indent = { marginLeft: `${(node.indent ?? 0) * 1.5}em` };
        return node.style === 'ordered' ? (
          <ol key={key} start={(node.offset ?? 0) + 1} style={indent}>
            {items}
          </ol>
        ) : (
          <ul key={key} style={indent}>
            {items}
          </ul>
        );
      }
      case 'rich_text_quote':
        return <blockquote key={key}>{leaves(node.elements)}</blockquote>;
      case 'rich_text_preformatted':
        return <pre key={key}>{leaves(node.elements)}</pre>;
      default:
        return (
          <span key={key} className="rich-section">
            {leaves(node.elements)}
          </span>
        );
    }
  });
