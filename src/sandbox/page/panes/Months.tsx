import { useEffect, useState } from 'react';
import { passMonths } from '../api/client.ts';
import { readAll, readBaton } from '../live/connection.ts';
import { notify, useSession } from '../live/session.ts';

const pollMs = 1000;

/** Lets months go by a day at a time: jobs, deadlines, reminders and bills on their days. */
export const Months = () => {
  const baton = useSession((state) => state.baton);
  const [withBills, setWithBills] = useState(true);
  const passing = baton?.passing;
  const isPassing = passing !== undefined;
  useEffect(() => {
    if (!isPassing) return;
    const timer = setInterval(() => void readBaton(), pollMs);
    return () => {
      clearInterval(timer);
      void readAll();
    };
  }, [isPassing]);
  const ask = async (body: Parameters<typeof passMonths>[0]) => {
    try {
      await passMonths(body);
    } catch (error) {
      notify(`The months cannot go by: ${error instanceof Error ? error.message : 'no answer'}`);
    }
    await readBaton();
  };
  const start = (months: number) => void ask({ months, bills: withBills });
  return (
    <div className="months">
      <p className="pane-about">
        Every day that goes by does what is due on it: reminders, deadlines, what expires, what was planned. You may go
        on working meanwhile.
      </p>
      <label className="choice">
        <input
          type="checkbox"
          checked={withBills}
          disabled={isPassing}
          onChange={(event) => setWithBills(event.target.checked)}
        />
        <span>On the first of each month Anna runs everybody’s bills</span>
      </label>
      <div className="pane-buttons">
        <button type="button" className="bk-button primary" disabled={isPassing} onClick={() => start(1)}>
          A month on
        </button>
        <button type="button" className="bk-button" disabled={isPassing} onClick={() => start(12)}>
          A year on
        </button>
        <button
          type="button"
          className="bk-button"
          disabled={!passing || passing.isStopping}
          onClick={() => void ask({ stop: true })}
        >
          Stop
        </button>
      </div>
      {passing && (
        <>
          <p role="status">
            Month {passing.month} of {passing.of}: {passing.today}
            {passing.isStopping ? ', stops after this day' : ''}
          </p>
          <progress max={passing.of} value={passing.month - 1} aria-label="Months gone by" />
        </>
      )}
      {baton?.problem && <p className="problems">They stopped: {baton.problem}</p>}
    </div>
  );
};
