import type { ReactNode } from 'react';
import { showPane } from '../live/places.ts';
import { useSession } from '../live/session.ts';
import { Faults } from './Faults.tsx';
import { Mail } from './Mail.tsx';
import { Months } from './Months.tsx';
import { Pages } from './Pages.tsx';
import { Samples } from './Samples.tsx';
import { Tour } from './Tour.tsx';
import { Traffic } from './Traffic.tsx';

/** The pane at the right: one at a time. A new one is a component and a line here and in the top bar. */
const PANES: Readonly<Record<string, { title: string; content: ReactNode }>> = {
  tour: { title: 'Tour', content: <Tour /> },
  traffic: { title: 'Traffic', content: <Traffic /> },
  faults: { title: 'Faults', content: <Faults /> },
  mail: { title: 'Mail', content: <Mail /> },
  pages: { title: 'Pages', content: <Pages /> },
  samples: { title: 'Sample files', content: <Samples /> },
  months: { title: 'Months', content: <Months /> },
};

export const Dock = () => {
  const pane = useSession((state) => state.pane);
  const shown = pane && PANES[pane];
  if (!shown) return null;
  return (
    <aside className="dock" aria-label={shown.title}>
      <header className="pane-head">
        <h2>{shown.title}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={`Close ${shown.title}`}
          onClick={() => showPane(null)}
        >
          ×
        </button>
      </header>
      <div className="dock-body">{shown.content}</div>
    </aside>
  );
};
