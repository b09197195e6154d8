import { useEffect, useState } from 'react';
import { goTo } from '../live/places.ts';
import { session, useSession } from '../live/session.ts';
import { ChannelView } from '../message/ChannelView.tsx';
import { ThreadPane } from '../message/ThreadPane.tsx';
import { HomeView } from '../modal/HomeView.tsx';
import { Modals } from '../modal/Modals.tsx';
import { Dock } from '../panes/Dock.tsx';
import { Notices } from './Notices.tsx';
import { Sidebar } from './Sidebar.tsx';
import { TopBar } from './TopBar.tsx';

export const App = () => {
  const ready = useSession((state) => state.workspace !== null);
  const place = useSession((state) => state.place);
  const me = useSession((state) => state.me);
  const theme = useSession((state) => state.theme);
  const [menu, setMenu] = useState(false);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  useEffect(() => {
    document.addEventListener('keydown', channelKeys);
    return () => document.removeEventListener('keydown', channelKeys);
  }, []);
  if (!ready) return <p className="starting">Opening the workspace…</p>;
  return (
    <div className={menu ? 'app menu-open' : 'app'}>
      <a className="skip-link" href="#main">
        Skip to the conversation
      </a>
      <TopBar onMenu={() => setMenu(!menu)} />
      <Sidebar onGo={() => setMenu(false)} />
      <main id="main" className="main" tabIndex={-1}>
        {place === 'home' ? <HomeView key={me} /> : <ChannelView key={`${me}/${place}`} id={place} />}
      </main>
      <ThreadPane />
      <Dock />
      <Modals />
      <Notices />
    </div>
  );
};

/** Alt with the arrows goes through the channels, as in Slack; with Shift through the unread ones. */
const channelKeys = (event: KeyboardEvent): void => {
  if (!event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
  const { workspace, place } = session.get();
  const all = workspace?.channels ?? [];
  const at = all.findIndex((channel) => channel.id === place);
  const step = event.key === 'ArrowDown' ? 1 : -1;
  for (let i = 1; i <= all.length; i += 1) {
    const next = all[(at + step * i + all.length * 2) % all.length];
    if (!next || (event.shiftKey && next.unread === 0)) continue;
    event.preventDefault();
    void goTo(next.id);
    return;
  }
};
