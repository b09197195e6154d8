import type { BatonState, Message, Workspace } from '../api/types.ts';
import { createStore, useStore } from './store.ts';

/** Everything the page shows, in one record. `connection.ts` keeps it true; components only read it. */

export type Pane = 'tour' | 'traffic' | 'faults' | 'mail' | 'pages' | 'samples' | 'months';
export type Theme = 'auto' | 'light' | 'dark';

export interface Log {
  messages: readonly Message[];
  hasMore: boolean;
  /** Up to where the person had read when the channel was opened: where the line "New" stands. */
  readUpTo: string;
}

export interface Notice {
  id: number;
  text: string;
}

export interface Session {
  me: string;
  /** A channel's id, or `home` for Baton's App Home. */
  place: string;
  thread: string | null;
  workspace: Workspace | null;
  logs: Readonly<Record<string, Log>>;
  /** The open thread, root first. */
  replies: readonly Message[];
  baton: BatonState | null;
  /** When `baton` was read, to let the clock run on. */
  batonAt: number;
  connected: boolean;
  pane: Pane | null;
  plainText: boolean;
  theme: Theme;
  notices: readonly Notice[];
  /** Counts calls and deliveries; whoever shows them reads anew. */
  trafficVersion: number;
}

/** What this browser remembers between visits; null if nothing, or if it stores nothing. */
export const recall = (key: string): string | null => {
  try {
    return localStorage.getItem(`baton.${key}`);
  } catch {
    return null;
  }
};

export const remember = (key: string, value: string): void => {
  try {
    localStorage.setItem(`baton.${key}`, value);
  } catch {
    // A browser that stores nothing only forgets between visits.
  }
};

const themes: readonly Theme[] = ['auto', 'light', 'dark'];
const panes: readonly Pane[] = ['tour', 'traffic', 'faults', 'mail', 'pages', 'samples', 'months'];
const paneAtStart = (): Pane | null => {
  const stored = recall('pane');
  if (stored === null) return window.innerWidth > 1100 ? 'tour' : null;
  return panes.find((pane) => pane === stored) ?? null;
};

export const session = createStore<Session>({
  me: '',
  place: '',
  thread: null,
  workspace: null,
  logs: {},
  replies: [],
  baton: null,
  batonAt: 0,
  connected: true,
  pane: paneAtStart(),
  plainText: false,
  theme: themes.find((theme) => theme === recall('theme')) ?? 'auto',
  notices: [],
  trafficVersion: 0,
});

export const useSession = <S>(select: (value: Session) => S): S => useStore(session, select);

/** Baton's now, running on since it was last read. */
export const batonNow = ({ baton, batonAt }: Pick<Session, 'baton' | 'batonAt'> = session.get()): number =>
  baton ? Date.parse(baton.now) + (Date.now() - batonAt) : Date.now();

export const myZone = (state: Session): string =>
  state.workspace?.people.find((person) => person.id === state.me)?.tz ?? 'UTC';

/** The name a reader sees for a person or for the app. */
export const nameOf = (workspace: Workspace | null, id: string): string => {
  if (id === 'USLACKBOT') return 'Slackbot';
  if (workspace && (id === workspace.app.bot_user || id === workspace.app.bot_id)) return workspace.app.name;
  return workspace?.people.find((person) => person.id === id)?.profile.real_name ?? id;
};

let serial = 0;

/** Says something at the foot of the page for a while. */
export const notify = (text: string): void => {
  serial += 1;
  const notice = { id: serial, text };
  session.set({ notices: [...session.get().notices.slice(-3), notice] });
  setTimeout(() => dismiss(notice.id), 10_000);
};

export const dismiss = (id: number): void =>
  session.set({ notices: session.get().notices.filter((notice) => notice.id !== id) });
