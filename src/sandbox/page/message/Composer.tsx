import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { Refused, upload } from '../api/client.ts';
import type { SlackFile } from '../api/types.ts';
import { useDrop } from '../blocks/drop.ts';
import { perform } from '../live/connection.ts';
import { notify, session, useSession } from '../live/session.ts';
import { type Suggestion, suggest, withHandles, withIds } from './completion.ts';

interface Props {
  channel: string;
  label: string;
  thread?: string;
}

/** Where a person writes: Enter sends, Shift+Enter begins a line; `/`, `@` and `#` complete; commands go to the app. */
export const Composer = ({ channel, label, thread }: Props) => {
  const workspace = useSession((state) => state.workspace);
  const [text, setText] = useState('');
  const [files, setFiles] = useState<SlackFile[]>([]);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const listId = useId();
  const { from, offers } = dismissed === text ? { from: 0, offers: [] } : suggest(text, workspace);
  const typedCommand = text.startsWith('/') && workspace?.commands.find((c) => text.startsWith(`${c.command} `));

  const accept = (offer: Suggestion) => {
    setText(text.slice(0, from) + offer.insert);
    setActive(0);
    area.current?.focus();
  };

  const send = async () => {
    const line = text.trim();
    if ((!line && files.length === 0) || !workspace) return;
    const sent = files;
    setText('');
    setFiles([]);
    setDismissed(null);
    const [command = ''] = line.split(/\s/);
    if (command.startsWith('/') && sent.length === 0) {
      if (thread) notify(`${command} is not supported in threads. Sorry!`);
      const result = thread
        ? { error: 'in_thread' }
        : await perform('command', { channel, line: withHandles(line, workspace) }, command);
      if (result.error) setText((now) => now || line);
      return;
    }
    const result = await perform(
      'say',
      {
        channel,
        text: withIds(line, workspace),
        files: sent.map((file) => file.id),
        ...(thread ? { threadTs: thread } : {}),
      },
      'Your message',
    );
    if (result.error) {
      setText((now) => now || line);
      setFiles(sent);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (offers.length > 0) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        setActive((active + (event.key === 'ArrowDown' ? 1 : offers.length - 1)) % offers.length);
        return;
      }
      const offer = offers[Math.min(active, offers.length - 1)];
      // Enter completes what is still incomplete, but sends a command that stands as it is.
      if (offer && (event.key === 'Tab' || (event.key === 'Enter' && !text.endsWith(' ')))) {
        event.preventDefault();
        accept(offer);
        return;
      }
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        setDismissed(text);
        return;
      }
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    }
  };

  const attach = async (chosen: File[]) => {
    try {
      const sent = await Promise.all(chosen.map((file) => upload(session.get().me, file.name, file)));
      setFiles((all) => [...all, ...sent]);
    } catch (error) {
      if (!(error instanceof Refused || error instanceof TypeError)) throw error;
      notify(`The file could not be uploaded: ${error.message}`);
    }
  };

  // As in Slack, the whole conversation takes what is dropped, not only the line below it.
  useDrop(() => area.current?.closest<HTMLElement>('.channel, .thread'), attach);

  return (
    <div className="composer">
      {offers.length > 0 && (
        <div id={listId} role="listbox" aria-label="Suggestions" className="completion">
          {offers.map((offer, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the text area has the keyboard (aria-activedescendant)
            <div
              key={offer.insert}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className={index === active ? 'popup-item active' : 'popup-item'}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => accept(offer)}
            >
              <strong>{offer.title}</strong> <span className="choice-about">{offer.about}</span>
            </div>
          ))}
        </div>
      )}
      {typedCommand && (
        <div className="command-hint">
          <strong>{typedCommand.command}</strong> {typedCommand.usage_hint} <span>{typedCommand.description}</span>
        </div>
      )}
      <div className="composer-row">
        <textarea
          ref={area}
          rows={Math.min(8, text.split('\n').length)}
          value={text}
          placeholder={label}
          aria-label={label}
          role="combobox"
          aria-expanded={offers.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={offers.length > 0 ? `${listId}-${Math.min(active, offers.length - 1)}` : undefined}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label="Files to attach"
          onChange={(event) => void attach([...(event.target.files ?? [])])}
        />
        <button type="button" className="icon-button" aria-label="Attach files" onClick={() => picker.current?.click()}>
          📎
        </button>
        <button
          type="button"
          className="send-button"
          aria-label="Send"
          disabled={!text.trim() && files.length === 0}
          onClick={() => void send()}
        >
          ➤
        </button>
      </div>
      {files.length > 0 && (
        <ul className="composer-files">
          {files.map((file) => (
            <li key={file.id}>
              📄 {file.name}{' '}
              <button
                type="button"
                aria-label={`Remove ${file.name}`}
                onClick={() => setFiles(files.filter((f) => f !== file))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
