import { useEffect, useRef } from 'react';
import { openThread } from '../live/places.ts';
import { useSession } from '../live/session.ts';
import { Composer } from './Composer.tsx';
import { MessageRow } from './MessageRow.tsx';

export function ThreadPane() {
  const thread = useSession((state) => state.thread);
  const place = useSession((state) => state.place);
  const name = useSession((state) => state.workspace?.channels.find((c) => c.id === state.place)?.name);
  const replies = useSession((state) => state.replies);
  const end = useRef<HTMLDivElement>(null);
  const count = replies.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when a reply arrives
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' });
  }, [count]);
  if (!thread) return null;
  return (
    <aside
      className="thread"
      aria-label="Thread"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) void openThread(null);
      }}
    >
      <header className="pane-head">
        <h2>Thread {name && <small>#{name}</small>}</h2>
        <button type="button" className="icon-button" aria-label="Close thread" onClick={() => void openThread(null)}>
          ×
        </button>
      </header>
      <div className="thread-body">
        {replies.map((message, index) => (
          <div key={message.ts}>
            <MessageRow message={message} inThread />
            {index === 0 && count > 1 && (
              <div className="thread-count">
                <span>
                  {count - 1} {count === 2 ? 'reply' : 'replies'}
                </span>
              </div>
            )}
          </div>
        ))}
        <div ref={end} />
      </div>
      <Composer key={`${place}/${thread}`} channel={place} thread={thread} label="Reply…" />
    </aside>
  );
}
