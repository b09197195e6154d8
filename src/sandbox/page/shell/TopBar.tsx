import { useEffect, useState } from 'react';
import { moveClock } from '../api/client.ts';
import { readAll, readBaton } from '../live/connection.ts';
import { setTheme, showPane } from '../live/places.ts';
import { batonNow, myZone, notify, type Pane, session, useSession } from '../live/session.ts';
import { longMoment } from '../text/dates.ts';

const PANES: readonly { pane: Pane; name: string; sign: string }[] = [
  { pane: 'tour', name: 'Tour', sign: '🧭' },
  { pane: 'traffic', name: 'Traffic', sign: '⇅' },
  { pane: 'faults', name: 'Faults', sign: '⚡' },
  { pane: 'mail', name: 'Mail', sign: '✉️' },
  { pane: 'pages', name: 'Pages', sign: '🌐' },
  { pane: 'samples', name: 'Files', sign: '📄' },
  { pane: 'months', name: 'Months', sign: '⏩' },
];

const NEXT_THEME = { auto: 'light', light: 'dark', dark: 'auto' } as const;

export const TopBar = ({ onMenu }: { onMenu: () => void }) => {
  const pane = useSession((state) => state.pane);
  const plainText = useSession((state) => state.plainText);
  const theme = useSession((state) => state.theme);
  const faults = useSession((state) => state.workspace?.faults.length ?? 0);
  return (
    <header className="topbar">
      <button type="button" className="icon-button menu-button" aria-label="Channels" onClick={onMenu}>
        ☰
      </button>
      <span className="topbar-name">Baton sandbox</span>
      <Clock />
      <div className="topbar-tools">
        <button
          type="button"
          className="tool-button"
          aria-pressed={plainText}
          title="Show every message's plain-text fallback"
          onClick={() => session.set({ plainText: !plainText })}
        >
          <span aria-hidden="true">¶</span> <span className="tool-name">Plain text</span>
        </button>
        {PANES.map(({ pane: each, name, sign }) => (
          <button
            key={each}
            type="button"
            className="tool-button"
            aria-pressed={pane === each}
            onClick={() => showPane(pane === each ? null : each)}
          >
            <span aria-hidden="true">{sign}</span> <span className="tool-name">{name}</span>
            {each === 'faults' && faults > 0 && <span className="badge">{faults}</span>}
          </button>
        ))}
        <button
          type="button"
          className="tool-button"
          title={`Colours: ${theme}`}
          aria-label={`Colours: ${theme}`}
          onClick={() => setTheme(NEXT_THEME[theme])}
        >
          {theme === 'dark' ? '🌙' : theme === 'light' ? '☀️' : '🌗'}
        </button>
      </div>
    </header>
  );
};

const Clock = () => {
  const zone = useSession(myZone);
  const baton = useSession((state) => state.baton);
  const [, tick] = useState(0);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const move = async (by: Parameters<typeof moveClock>[0]) => {
    setBusy(true);
    try {
      await moveClock(by);
      await readBaton();
      await readAll();
    } catch (error) {
      notify(`The clock could not be moved: ${error instanceof Error ? error.message : 'no answer'}`);
    } finally {
      setBusy(false);
    }
  };
  const next = baton?.nextJob;
  const isHeld = busy || baton?.passing !== undefined;
  const nextText = next ? `${next.name}, ${longMoment(Date.parse(next.at), zone)}` : 'none is planned';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a visible legend
    <div className="clock" role="group" aria-label="Baton's clock">
      <span
        className={baton && !baton.batonUp ? 'lamp lamp-off' : 'lamp'}
        title={baton?.batonUp === false ? 'Baton is down' : 'Baton is running'}
      />
      <time className="clock-now" title={`Baton's now, in ${zone}`}>
        {baton ? longMoment(batonNow(), zone) : '–'}
      </time>
      <button
        type="button"
        className="tool-button"
        disabled={isHeld}
        aria-label="One hour on"
        onClick={() => void move({ hours: 1 })}
      >
        +1 h
      </button>
      <button
        type="button"
        className="tool-button"
        disabled={isHeld}
        aria-label="One day on"
        onClick={() => void move({ days: 1 })}
      >
        +1 d
      </button>
      <button
        type="button"
        className="tool-button"
        disabled={isHeld}
        aria-label="One week on"
        onClick={() => void move({ days: 7 })}
      >
        +7 d
      </button>
      <button
        type="button"
        className="tool-button"
        disabled={isHeld || !next}
        title={`Next job: ${nextText}`}
        aria-label={`To the next job: ${nextText}`}
        onClick={() => void move({ toNextJob: true })}
      >
        ⏭ <span className="tool-name">next job</span>
      </button>
    </div>
  );
};
