import { useEffect, useRef } from 'react';
import { openThread } from '../live/places.ts';
import { useSession } from '../live/session.ts';
import { Composer } from './Composer.tsx';
import { MessageRow } from './MessageRow.tsx';

export const ThreadPane = () => {
  const thread = useSession((state) => state.thread);
  const place = useSession((state) => state.place);
  const name = useSession((state) => state.workspace?.channels.find((c) => c.id === state.place)?.name);
  const replies = useSession((state) => state.replies);
  const end = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLElement>(null);
  const count = replies.length;
  const said = replies.filter((message) => !message.is_ephemeral).length - 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when a reply arrives
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' });
  }, [count]);
  // Whoever opens a thread is about to reply; afterwards one goes on where one was.
  useEffect(() => {
    if (!thread) return;
    const before = document.activeElement;
    pane.current?.querySelector('textarea')?.focus();
    return () => {
      const isLost = document.activeElement === document.body;
      if (isLost && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [thread]);
  if (!thread) return null;
  return (
    <aside
      ref={pane}
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
            {index === 0 && said > 0 && (
              <div className="thread-count">
                <span>
                  {said} {said === 1 ? 'reply' : 'replies'}
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
};
