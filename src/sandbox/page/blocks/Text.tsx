import { Fragment, memo, useMemo } from 'react';
import type { TextObject } from '../api/types.ts';
import { goTo } from '../live/places.ts';
import { batonNow, myZone, nameOf, useSession } from '../live/session.ts';
import { fillDate } from '../text/dates.ts';
import { emoji, withEmoji } from '../text/emoji.ts';
import { type Inline, parseMrkdwn } from '../text/mrkdwn.ts';
import { numbered } from './numbered.ts';

export const Mention = ({ id, label }: { id: string; label?: string | undefined }) => {
  const name = useSession((state) => nameOf(state.workspace, id));
  const mine = useSession((state) => state.me === id);
  return <span className={mine ? 'mention mention-me' : 'mention'}>@{name === id && label ? label : name}</span>;
};

export const ChannelLink = ({ id, label }: { id: string; label?: string | undefined }) => {
  const channel = useSession((state) => state.workspace?.channels.find((c) => c.id === id));
  const name = channel?.name ?? label ?? id;
  if (!channel) return <span className="mention">#{name}</span>;
  return (
    <button type="button" className="mention mention-channel" onClick={() => void goTo(id)}>
      #{name}
    </button>
  );
};

export const GroupName = ({ id, label }: { id: string; label?: string }) => {
  const handle = useSession((state) => state.workspace?.usergroups.find((group) => group.id === id)?.handle);
  return <span className="mention">@{handle ?? label?.replace(/^@/, '') ?? id}</span>;
};

export const DateText = ({ seconds, format, fallback }: { seconds: number; format: string; fallback: string }) => {
  const zone = useSession(myZone);
  const text = fillDate(format, seconds, zone, batonNow()) ?? fallback;
  return (
    <time dateTime={new Date(seconds * 1000).toISOString()} title={`${fallback} (shown in ${zone})`}>
      {text}
    </time>
  );
};

export const Emoji = ({ name }: { name: string }) => {
  const sign = emoji(name);
  if (!sign) return <>:{name}:</>;
  return (
    <span className="emoji" role="img" aria-label={name.replaceAll('_', ' ')} title={`:${name}:`}>
      {sign}
    </span>
  );
};

export const Inlines = ({ nodes }: { nodes: readonly Inline[] }) =>
  numbered(nodes).map(({ key, item }) => <One key={key} node={item} />);

const One = ({ node }: { node: Inline }) => {
  switch (node.kind) {
    case 'text':
      return <>{node.text}</>;
    case 'bold':
      return (
        <strong>
          <Inlines nodes={node.children} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Inlines nodes={node.children} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Inlines nodes={node.children} />
        </s>
      );
    case 'code':
      return <code>{node.text}</code>;
    case 'link':
      return (
        <a href={node.url} target="_blank" rel="noopener noreferrer">
          {node.label}
        </a>
      );
    case 'user':
      return <Mention id={node.id} label={node.label} />;
    case 'channel':
      return <ChannelLink id={node.id} label={node.label} />;
    case 'group':
      return <GroupName id={node.id} label={node.label} />;
    case 'broadcast':
      return <span className="mention mention-me">{node.label}</span>;
    case 'date':
      return <DateText seconds={node.seconds} format={node.format} fallback={node.fallback} />;
    case 'emoji':
      return <Emoji name={node.name} />;
  }
};

/** A text in mrkdwn. */
export const Mrkdwn = memo(function Mrkdwn({ text }: { text: string }) {
  const paragraphs = useMemo(() => parseMrkdwn(text), [text]);
  return numbered(paragraphs).map(({ key, item: part }) => {
    if (part.kind === 'pre') return <pre key={key}>{part.text}</pre>;
    const lines = numbered(part.children).map((line) => (
      <Fragment key={line.key}>
        {line.at > 0 && <br />}
        <Inlines nodes={line.item} />
      </Fragment>
    ));
    return part.kind === 'quote' ? <blockquote key={key}>{lines}</blockquote> : <Fragment key={key}>{lines}</Fragment>;
  });
});

/** A text object: mrkdwn, or plain text with emoji. */
export const Text = ({ text }: { text: TextObject | string | undefined }) => {
  if (text === undefined) return null;
  if (typeof text === 'string') return <Mrkdwn text={text} />;
  return text.type === 'mrkdwn' ? <Mrkdwn text={text.text} /> : withEmoji(text.text);
};
