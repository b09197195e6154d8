import { useEffect, useState } from 'react';
import { getBaton, getTraffic, reset } from '../api/client.ts';
import type { Delivery } from '../api/traffic.ts';
import type { ConfirmObject } from '../api/types.ts';
import { confirmed } from '../blocks/confirm.ts';
import { Mrkdwn } from '../blocks/Text.tsx';
import { become, goTo } from '../live/places.ts';
import { notify, recall, remember, session, useSession } from '../live/session.ts';
import type { TourStep, Turn } from './tour-step.ts';
import { TOUR } from './tour-steps.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });

const QUESTION: ConfirmObject = {
  title: plain('Begin anew?'),
  text: plain('Messages, folders, failed charges and the tour are emptied, and the clock goes back to today.'),
  confirm: plain('Reset everything'),
  deny: plain('Cancel'),
  style: 'danger',
};

const stored = (): ReadonlySet<string> => new Set((recall('tour') ?? '').split(',').filter(Boolean));

/** The server answers while it still goes down; what it says until Baton is back is about the old workspace. */
const untilBack = async (): Promise<void> => {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const isUp = await getBaton().then(
      ({ batonUp }) => batonUp,
      () => false,
    );
    if (isUp) return;
  }
};

/** The main job, step by step. Where one has got to is remembered; most steps notice by themselves that they are done. */
export const Tour = () => {
  const version = useSession((state) => state.trafficVersion);
  const [done, setDone] = useState<ReadonlySet<string>>(stored);
  const [opened, setOpened] = useState<string | null>(null);
  const keep = (next: ReadonlySet<string>) => {
    setDone(next);
    remember('tour', [...next].join(','));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks whenever there is new traffic
  useEffect(() => {
    let wanted = true;
    getTraffic(600).then(
      ({ deliveries }) => {
        const seen = TOUR.filter((step) => step.done?.(deliveries.filter(accepted)));
        const fresh = seen.filter((step) => !done.has(step.key));
        if (wanted && fresh.length > 0) keep(new Set([...done, ...fresh.map((step) => step.key)]));
      },
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [version]);

  useEffect(() => {
    const follow = () => setDone(stored());
    // Told by the browser's other windows.
    window.addEventListener('storage', follow);
    return () => window.removeEventListener('storage', follow);
  }, []);

  const current = opened ?? TOUR.find((step) => !done.has(step.key))?.key;
  const startAgain = async () => {
    if (!(await confirmed(QUESTION))) return;
    try {
      await reset();
      keep(new Set());
      setOpened(null);
      session.set({ logs: {}, replies: [], thread: null });
      notify('Everything begins anew; this takes a few seconds.');
      await untilBack();
      keep(new Set());
    } catch (error) {
      notify(`The sandbox could not be reset: ${error instanceof Error ? error.message : 'no answer'}`);
    }
  };
  return (
    <div className="tour">
      <p className="pane-about">
        A customer’s folder travels through all desks, a charge fails, a license expires, a customer is billed.{' '}
        {done.size} of {TOUR.length} steps done.
      </p>
      <progress max={TOUR.length} value={done.size} aria-label="Steps done" />
      <ol>
        {TOUR.map((step) => (
          <Step
            key={step.key}
            step={step}
            done={done.has(step.key)}
            open={step.key === current}
            onOpen={() => setOpened(step.key)}
            onDone={(yes) => {
              const next = new Set(done);
              if (yes) next.add(step.key);
              else next.delete(step.key);
              keep(next);
              setOpened(null);
            }}
          />
        ))}
      </ol>
      {done.size === TOUR.length && (
        <p className="pane-about">
          That was the tour. What now? Move the clock and see deadlines and reminders, switch a fault on and go on
          working, or open a second window and be two people at once.
        </p>
      )}
      <div className="pane-buttons">
        <button type="button" className="bk-button danger" onClick={() => void startAgain()}>
          Reset everything
        </button>
      </div>
    </div>
  );
};

const accepted = ({ attempts }: Delivery): boolean =>
  attempts.some((attempt) => attempt.error === undefined && !attempt.hasErrors);

interface StepProps {
  step: TourStep;
  done: boolean;
  open: boolean;
  onOpen: () => void;
  onDone: (yes: boolean) => void;
}

const Step = ({ step, done, open, onOpen, onDone }: StepProps) => (
  <li className={`tour-step${done ? ' done' : ''}${open ? ' open' : ''}`} data-step={step.key}>
    <button type="button" className="tour-title" aria-expanded={open} onClick={onOpen}>
      {step.title}
      {done && <span className="visually-hidden"> (done)</span>}
    </button>
    {open && (
      <div className="tour-body">
        {step.turns.map((turn) => (
          <TurnView key={turn.role} turn={turn} />
        ))}
        <p className="tour-why">
          <Mrkdwn text={step.happens} />
        </p>
        <p className="tour-rules">{step.rules}</p>
        <label className="choice">
          <input type="checkbox" checked={done} onChange={(event) => onDone(event.target.checked)} />
          <span>Done</span>
        </label>
      </div>
    )}
  </li>
);

const TurnView = ({ turn }: { turn: Turn }) => {
  const person = useSession((state) => state.workspace?.people.find((each) => each.role === turn.role));
  const isMe = useSession((state) => state.me === person?.id);
  const go = async () => {
    if (person) await become(person.id);
    const channel = session.get().workspace?.channels.find((each) => each.name === turn.place);
    await goTo(channel?.id ?? 'home');
  };
  return (
    <>
      <div>
        <button type="button" className={isMe ? 'bk-button' : 'bk-button primary'} onClick={() => void go()}>
          Be {person?.profile.real_name ?? turn.role}
          {turn.place === 'home' ? ', in Home' : `, in #${turn.place}`}
        </button>
      </div>
      <p>
        <Mrkdwn text={turn.press} />
      </p>
    </>
  );
};
