import { memo } from 'react';
import { fileUrl } from '../api/client.ts';
import type { Message } from '../api/types.ts';
import { Blocks } from '../blocks/Blocks.tsx';
import { numbered } from '../blocks/numbered.ts';
import { SurfaceContext } from '../blocks/surface.ts';
import { Emoji, Mrkdwn } from '../blocks/Text.tsx';
import { perform } from '../live/connection.ts';
import { openThread } from '../live/places.ts';
import { batonNow, myZone, nameOf, useSession } from '../live/session.ts';
import { Avatar } from '../shell/Avatar.tsx';
import { clockTime, dayName, fullTime, tsMs } from '../text/dates.ts';
import { decode, plainOf } from '../text/mrkdwn.ts';
import { useMessageSurface } from './surface.ts';

interface Props {
  message: Message;
  /** Follows a message of the same author closely: no picture and name again. */
  compact?: boolean;
  newDay?: boolean;
  firstNew?: boolean;
  inThread?: boolean;
}

export const MessageRow = memo(function MessageRow({ message, compact, newDay, firstNew, inThread }: Props) {
  const zone = useSession(myZone);
  const author = useSession((state) => nameOf(state.workspace, message.user));
  const ms = tsMs(message.ts);
  const isApp = message.bot_id !== undefined;
  const short = compact && !newDay && !firstNew;
  return (
    <>
      {newDay && (
        <div className="day-line">
          <span>{dayName(ms, zone, batonNow())}</span>
        </div>
      )}
      {firstNew && (
        <div className="new-line">
          <span>New</span>
        </div>
      )}
      <article
        className={`message${message.is_ephemeral ? ' whisper' : ''}${short ? ' compact' : ''}`}
        aria-label={`${author}, ${clockTime(ms, zone)}`}
        data-ts={message.ts}
      >
        <div className="message-side">
          {short ? (
            <span className="message-time">{clockTime(ms, zone)}</span>
          ) : (
            <Avatar id={message.user} name={author} isApp={isApp} />
          )}
        </div>
        <div className="message-main">
          {message.is_ephemeral && <div className="whisper-line">👁 Only visible to you</div>}
          {!short && (
            <div className="message-head">
              <strong>{author}</strong>
              {isApp && <span className="app-badge">APP</span>}
              <time dateTime={new Date(ms).toISOString()} title={fullTime(ms, zone)}>
                {clockTime(ms, zone)}
              </time>
            </div>
          )}
          <Body message={message} />
          {!inThread && !message.is_ephemeral && <ThreadLine message={message} />}
        </div>
        <Tools message={message} inThread={inThread ?? false} />
      </article>
    </>
  );
});

const Body = ({ message }: { message: Message }) => {
  const surface = useMessageSurface(message);
  const plainText = useSession((state) => state.plainText);
  const workspace = useSession((state) => state.workspace);
  const hasBlocks = (message.blocks?.length ?? 0) > 0;
  const fallback = hasBlocks && plainText ? plainOf(message.text, (id) => nameOf(workspace, id)) : '';
  return (
    <div className="message-body">
      {hasBlocks && plainText && (
        <div className="fallback">
          <span className="fallback-label">Plain text</span> {fallback || <em>none</em>}
        </div>
      )}
      {hasBlocks ? (
        <SurfaceContext value={surface}>
          <Blocks blocks={message.blocks ?? []} />
        </SurfaceContext>
      ) : (
        <div className={message.subtype === 'tombstone' ? 'message-text tombstone' : 'message-text'}>
          <Mrkdwn text={message.text} />
          {message.edited && <span className="edited"> (edited)</span>}
        </div>
      )}
      {numbered(message.attachments).map(({ key, item: attachment }) => (
        <div key={key} className="attachment" style={{ borderColor: attachment.color }}>
          {attachment.blocks ? (
            <SurfaceContext value={surface}>
              <Blocks blocks={attachment.blocks} />
            </SurfaceContext>
          ) : (
            <Mrkdwn text={attachment.text ?? attachment.fallback ?? ''} />
          )}
        </div>
      ))}
      {message.files?.map((file) => (
        <a key={file.id} className="file-card" href={fileUrl(file.id)} download={file.name}>
          <span aria-hidden="true">📄</span>
          <span>
            <strong>{file.name}</strong>
            <small>
              {file.pretty_type} · {file.size.toLocaleString('en-US')} bytes
            </small>
          </span>
        </a>
      ))}
      {message.reactions && (
        <div className="reactions">
          {message.reactions.map((reaction) => (
            <span key={reaction.name} className="reaction">
              <Emoji name={reaction.name} /> {reaction.count}
            </span>
          ))}
        </div>
      )}
    </div>
  );
};

const ThreadLine = ({ message }: { message: Message }) => {
  const zone = useSession(myZone);
  const count = message.reply_count ?? 0;
  if (count === 0) return null;
  return (
    <button type="button" className="thread-line" onClick={() => void openThread(message.ts)}>
      <strong>
        {count} {count === 1 ? 'reply' : 'replies'}
      </strong>
      {message.latest_reply && <span> Last reply {clockTime(tsMs(message.latest_reply), zone)}</span>}
    </button>
  );
};

const Tools = ({ message, inThread }: { message: Message; inThread: boolean }) => {
  const mine = useSession((state) => state.me === message.user);
  if (message.is_ephemeral || message.subtype === 'tombstone') return null;
  const remove = () => void perform('deleteMessage', { channel: message.channel, ts: message.ts }, 'Delete');
  const edit = () => {
    const text = window.prompt('Edit message', decode(message.text));
    if (text) void perform('editMessage', { channel: message.channel, ts: message.ts, text }, 'Edit');
  };
  return (
    <div className="message-tools">
      {!inThread && (
        <button
          type="button"
          title="Reply in thread"
          aria-label="Reply in thread"
          onClick={() => void openThread(message.ts)}
        >
          💬
        </button>
      )}
      {mine && (
        <>
          <button type="button" title="Edit message" aria-label="Edit message" onClick={edit}>
            ✏️
          </button>
          <button type="button" title="Delete message" aria-label="Delete message" onClick={remove}>
            🗑
          </button>
        </>
      )}
    </div>
  );
};
