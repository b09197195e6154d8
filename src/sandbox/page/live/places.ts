import { openLog, perform, readAll, readThread, readWorkspace } from './connection.ts';
import { type Pane, remember, session, type Theme } from './session.ts';

/** Where the page is: who, which channel, which thread. Kept in the address, so that each window is its own person. */

export const writeAddress = (): void => {
  const { me, place, thread } = session.get();
  const wanted = `#/${[me, place, thread].filter(Boolean).join('/')}`;
  if (location.hash !== wanted) history.pushState(null, '', wanted);
  remember('me', me);
};

export const readAddress = (): { me?: string; place?: string; thread?: string } => {
  const [me, place, thread] = location.hash.replace(/^#\//, '').split('/').map(decodeURIComponent);
  return { ...(me ? { me } : {}), ...(place ? { place } : {}), ...(thread ? { thread } : {}) };
};

export const become = async (me: string): Promise<void> => {
  if (me === session.get().me) return;
  session.set({ me, logs: {}, replies: [], thread: null });
  writeAddress();
  await readAll();
  if (session.get().place === 'home') await perform('openHome');
  writeAddress();
};

export const goTo = async (place: string): Promise<void> => {
  const { logs } = session.get();
  session.set({ place, thread: null, replies: [] });
  if (place !== 'home' && logs[place]) {
    // Read anew below; the line "New" moves to where this visit starts.
    const { [place]: _gone, ...others } = logs;
    session.set({ logs: others });
  }
  writeAddress();
  if (place === 'home') {
    await perform('openHome');
    await readWorkspace();
    return;
  }
  await openLog(place);
};

export const openThread = async (ts: string | null): Promise<void> => {
  const root = ts ? session.get().logs[session.get().place]?.messages.find((message) => message.ts === ts) : undefined;
  session.set({ thread: ts, replies: root ? [root] : [] });
  writeAddress();
  await readThread();
};

/** The conversation with the app; Slack makes it when it is first opened. */
export const openAppMessages = async (): Promise<void> => {
  await perform('openMessages');
  await readWorkspace();
  const dm = session.get().workspace?.channels.find((channel) => channel.channel_type === 'im');
  if (dm) await goTo(dm.id);
};

export const showPane = (pane: Pane | null): void => {
  session.set({ pane });
  remember('pane', pane ?? 'none');
};

export const setTheme = (theme: Theme): void => {
  session.set({ theme });
  remember('theme', theme);
};
