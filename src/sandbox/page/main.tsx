import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/theme.css';
import './styles/shell.css';
import './styles/message.css';
import './styles/blocks.css';
import './styles/modal.css';
import './styles/panes.css';
import { getWorkspace } from './api/client.ts';
import { keepDropsOut } from './blocks/drop.ts';
import { connect, openLog, readAll, readThread } from './live/connection.ts';
import { become, readAddress, writeAddress } from './live/places.ts';
import { recall, session } from './live/session.ts';
import { App } from './shell/App.tsx';

/** Who opens the page for the first time: the desk at which the main job begins. */
const firstPerson = async (): Promise<string> => {
  const { people } = await getWorkspace('');
  const wanted = readAddress().me ?? recall('me');
  const found = people.find((person) => person.id === wanted && !person.deleted);
  return (found ?? people.find((person) => person.role === 'sales') ?? people[0])?.id ?? '';
};

/** Follows the browser's back and forward. */
const follow = async (): Promise<void> => {
  const { me, place, thread } = readAddress();
  if (me && me !== session.get().me) await become(me);
  session.set({ place: place ?? session.get().place, thread: thread ?? null });
  const now = session.get();
  if (now.place !== 'home') await openLog(now.place);
  await readThread();
};

const start = async (): Promise<void> => {
  const address = readAddress();
  const me = await firstPerson();
  session.set({ me, place: address.place ?? '', thread: address.thread ?? null });
  connect();
  await readAll();
  writeAddress();
  window.addEventListener('popstate', () => void follow());
  performance.mark('baton-interactive');
};

const root = document.getElementById('root');
if (root) {
  keepDropsOut();
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  void start();
}
