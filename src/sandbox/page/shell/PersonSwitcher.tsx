import { useEffect, useId, useRef, useState } from 'react';
import { getWorkspace } from '../api/client.ts';
import type { Person } from '../api/types.ts';
import { usePopup } from '../blocks/popup.ts';
import { become } from '../live/places.ts';
import { useSession } from '../live/session.ts';
import { Avatar } from './Avatar.tsx';

const nobody: readonly Person[] = [];
const roleOf = (person: Person): string => person.role?.replaceAll('_', ' ') ?? (person.is_restricted ? 'guest' : '');

/** What waits for somebody else: unread direct messages and open modals. */
interface Waiting {
  direct: number;
  modals: number;
}

export const PersonSwitcher = () => {
  const me = useSession((state) => state.me);
  const people = useSession((state) => state.workspace?.people ?? nobody);
  const [open, setOpen] = useState(false);
  const [waiting, setWaiting] = useState<Readonly<Record<string, Waiting>>>({});
  const anchor = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  usePopup(open, anchor, list, () => setOpen(false));
  const active = people.filter((person) => !person.deleted);
  const current = people.find((person) => person.id === me);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when it is opened
  useEffect(() => {
    if (!open) return;
    list.current?.querySelector<HTMLElement>('[aria-checked=true]')?.focus();
    let wanted = true;
    void Promise.all(
      active.map(async (person) => {
        const world = await getWorkspace(person.id);
        const direct = world.channels.find((channel) => channel.channel_type === 'im')?.unread ?? 0;
        return [person.id, { direct, modals: world.modals.length }] as const;
      }),
    ).then((found) => wanted && setWaiting(Object.fromEntries(found)));
    return () => {
      wanted = false;
    };
  }, [open]);

  const choose = (person: Person) => {
    setOpen(false);
    anchor.current?.focus();
    void become(person.id);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!open) return;
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitemradio]') ?? [])];
    const at = items.findIndex((item) => item.matches(':focus'));
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      items[(at + step + items.length) % items.length]?.focus();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      setOpen(false);
      anchor.current?.focus();
    } else if (event.key.length === 1) {
      items
        .find((item, index) => index > at && item.textContent?.trim().toLowerCase().startsWith(event.key.toLowerCase()))
        ?.focus();
    }
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the menu inside
    <div className="person-switcher" onKeyDown={onKeyDown}>
      <button
        ref={anchor}
        type="button"
        className="person-current"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        aria-label={`You are ${current?.profile.real_name ?? 'nobody'}. Switch person`}
        onClick={() => setOpen(!open)}
      >
        <Avatar id={me} name={current?.profile.real_name ?? '?'} />
        <span className="person-name">
          <strong>{current?.profile.real_name}</strong>
          <small>{current && roleOf(current)}</small>
        </span>
        <span aria-hidden="true">▾</span>
      </button>
      {open && (
        <div ref={list} id={id} role="menu" aria-label="People" className="popup">
          {active.map((person) => {
            const { direct = 0, modals = 0 } = waiting[person.id] ?? {};
            return (
              <div key={person.id} role="none">
                <button
                  type="button"
                  role="menuitemradio"
                  aria-checked={person.id === me}
                  className={person.id === me ? 'popup-item person-item active' : 'popup-item person-item'}
                  onClick={() => choose(person)}
                >
                  <Avatar id={person.id} name={person.profile.real_name} />
                  <span className="person-name">
                    {person.profile.real_name}
                    <small>{roleOf(person)}</small>
                  </span>
                  {modals > 0 && <span title="Has a modal open">🗔</span>}
                  {direct > 0 && (
                    <span className="badge" title={`${direct} unread direct messages`}>
                      {direct}
                    </span>
                  )}
                </button>
              </div>
            );
          })}
        </div>
      )}
    </div>
  );
};
