import { useCallback, useEffect, useRef, useState } from 'react';
import type { Message } from '../api/types.ts';
import { loadOlder, perform } from '../live/connection.ts';
import { goTo } from '../live/places.ts';
import { myZone, nameOf, useSession } from '../live/session.ts';
import { dayKey, tsMs } from '../text/dates.ts';
import { plainOf } from '../text/mrkdwn.ts';
import { Composer } from './Composer.tsx';
import { MessageRow } from './MessageRow.tsx';
import { Windowed } from './Windowed.tsx';

const none: readonly Message[] = [];
const keyOf = (message: Message) => message.ts;
const CLOSE = 5 * 60;

export const ChannelView = ({ id }: { id: string }) => {
  const me = useSession((state) => state.me);
  const channel = useSession((state) => state.workspace?.channels.find((c) => c.id === id));
  const log = useSession((state) => state.logs[id]);
  const [atEnd, setAtEnd] = useState(true);
  const messages = log?.messages ?? none;
  useMarkRead(id, channel?.unread ?? 0, atEnd);
  const older = useCallback(() => void loadOlder(id), [id]);
  const isDm = channel?.channel_type === 'im';
  const appName = useSession((state) => state.workspace?.app.name ?? '');
  const name = isDm ? appName : `${channel?.channel_type === 'group' ? '🔒' : '#'} ${channel?.name ?? ''}`;
  return (
    <section className="channel" aria-label={`Conversation ${name}`}>
      <header className="channel-head">
        <h1>{name}</h1>
        {isDm ? (
          <div className="tabs" role="tablist">
            <button type="button" role="tab" aria-selected={false} onClick={() => void goTo('home')}>
              Home
            </button>
            <button type="button" role="tab" aria-selected={true}>
              Messages
            </button>
          </div>
        ) : (
          <span className="channel-topic">
            {channel?.topic?.value}
            {channel?.num_members ? ` · ${channel.num_members} members` : ''}
          </span>
        )}
      </header>
      {log ? (
        <Messages
          key={`${me}/${id}`}
          messages={messages}
          readUpTo={log.readUpTo}
          label={`Messages in ${name}`}
          onTop={older}
          onEnd={setAtEnd}
        />
      ) : (
        <div className="windowed" aria-busy="true" />
      )}
      {log && <Announcer messages={messages} />}
      {channel?.is_archived ? (
        <p className="composer-closed">This channel is archived.</p>
      ) : (
        <Composer key={id} channel={id} label={`Message ${name}`} />
      )}
    </section>
  );
};

interface MessagesProps {
  messages: readonly Message[];
  readUpTo: string;
  label: string;
  onTop: () => void;
  onEnd: (atEnd: boolean) => void;
}

const Messages = ({ messages, readUpTo, label, onTop, onEnd }: MessagesProps) => {
  const zone = useSession(myZone);
  const me = useSession((state) => state.me);
  // The line "New" is about what came before this visit; it stays where it is, whatever is read or arrives since.
  const [firstNew] = useState(() =>
    readUpTo === '0'
      ? undefined
      : messages.find((m) => Number(m.ts) > Number(readUpTo) && m.user !== me && !m.is_ephemeral)?.ts,
  );
  const draw = useCallback(
    (message: Message, index: number) => {
      const before = messages[index - 1];
      const newDay = !before || dayKey(tsMs(before.ts), zone) !== dayKey(tsMs(message.ts), zone);
      const compact =
        before !== undefined &&
        before.user === message.user &&
        before.is_ephemeral === message.is_ephemeral &&
        !message.blocks &&
        Number(message.ts) - Number(before.ts) < CLOSE;
      return <MessageRow message={message} compact={compact} newDay={newDay} firstNew={message.ts === firstNew} />;
    },
    [messages, zone, firstNew],
  );
  if (messages.length === 0) return <div className="windowed empty">Nothing here yet.</div>;
  return <Windowed items={messages} keyOf={keyOf} draw={draw} label={label} onTop={onTop} onEnd={onEnd} />;
};

/** What is in view counts as read, unless the window is in the background. */
const useMarkRead = (id: string, unread: number, atEnd: boolean): void => {
  useEffect(() => {
    if (unread === 0 || !atEnd) return;
    const mark = () => {
      if (document.visibilityState === 'visible') void perform('markRead', { channel: id });
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [id, unread, atEnd]);
};

/** Tells screen readers of the newest message; the list itself is silent, since scrolling fills it anew. */
const Announcer = ({ messages }: { messages: readonly Message[] }) => {
  const workspace = useSession((state) => state.workspace);
  const last = messages.at(-1);
  const first = useRef(last?.ts);
  const isNew = last !== undefined && last.ts !== first.current;
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {isNew && `${nameOf(workspace, last.user)}: ${plainOf(last.text, (id) => nameOf(workspace, id))}`}
    </div>
  );
};
