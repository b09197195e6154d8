import { useEffect, useState } from 'react';
import { changeMail, getMail } from '../api/client.ts';
import type { MailLetter, MailState } from '../api/mail.ts';
import { myZone, notify, useSession } from '../live/session.ts';
import { longMoment } from '../text/dates.ts';

const MODES: readonly { mode: string; name: string; about: string }[] = [
  { mode: 'takes', name: 'Takes every letter', about: 'An invoice counts as presented from then on.' },
  {
    mode: 'refuses',
    name: 'Refuses (550)',
    about: 'Nobody has such a mailbox: the letter is parked, accounting is asked to call.',
  },
  { mode: 'delays', name: 'Delays (451)', about: 'Baton tries again after a minute, then after longer.' },
  {
    mode: 'drops',
    name: 'Takes it and drops the line',
    about: 'Nobody knows whether it arrived: the letter waits for an admin, in Home.',
  },
];

const everyMs = 2000;

/** What the mail server on this machine got; it delivers to nobody. */
export const Mail = () => {
  const [state, setState] = useState<MailState | null>(null);
  useEffect(() => {
    let gone = false;
    const read = () =>
      getMail().then(
        (next) => !gone && setState(next),
        () => undefined,
      );
    void read();
    const timer = setInterval(read, everyMs);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, []);
  const [switching, setSwitching] = useState<string | null>(null);
  const change = async (body: Parameters<typeof changeMail>[0]) => {
    // Shown at once; the server's answer takes its place.
    setSwitching(body.mode ?? null);
    try {
      setState(await changeMail(body));
    } catch (error) {
      notify(`That did not work: ${error instanceof Error ? error.message : 'no answer'}`);
    }
    setSwitching(null);
  };
  return (
    <div className="mail">
      <p className="pane-about">
        What Baton mails ends here, on this machine. Send an issued invoice by mail from its message or window, and see
        how it looks.
      </p>
      <fieldset className="mail-modes">
        <legend>The mail server</legend>
        {MODES.map(({ mode, name, about }) => (
          <label key={mode}>
            <input
              type="radio"
              name="mail-mode"
              checked={(switching ?? state?.mode ?? 'takes') === mode}
              onChange={() => void change({ mode })}
            />
            <span>
              <strong>{name}</strong>
              <span className="choice-about">{about}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {state && state.letters.length === 0 && <p>No letter yet.</p>}
      <ul aria-label="Letters">
        {state?.letters.map((letter) => (
          <Letter key={letter.id} letter={letter} onBounce={() => void change({ bounce: letter.id })} />
        ))}
      </ul>
    </div>
  );
};

const size = (bytes: number): string => (bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} KB`);

const Letter = ({ letter, onBounce }: { letter: MailLetter; onBounce: () => void }) => {
  const zone = useSession(myZone);
  const [isOpen, setOpen] = useState(false);
  return (
    <li className="letter">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <strong>{letter.subject}</strong>
          <span className="letter-about">
            to {letter.recipient}, {longMoment(letter.at, zone)}
          </span>
        </summary>
        {isOpen && <LetterParts letter={letter} />}
        <button type="button" className="bk-button" onClick={onBounce}>
          Let it bounce
        </button>
      </details>
    </li>
  );
};

/** Nothing of a letter runs here: its HTML stands in a frame that may do nothing. */
const LetterParts = ({ letter }: { letter: MailLetter }) => (
  <>
    {letter.html && (
      <iframe className="letter-html" title={`${letter.subject}, as HTML`} sandbox="" srcDoc={letter.html} />
    )}
    {letter.attachments.length > 0 && (
      <ul aria-label="Attachments">
        {letter.attachments.map(({ path, name, bytes }) => (
          <li key={path}>
            <a href={path} download={name}>
              {name}
            </a>{' '}
            ({size(bytes)})
          </li>
        ))}
      </ul>
    )}
    <details>
      <summary>Text</summary>
      <pre>{letter.text}</pre>
    </details>
    <details>
      <summary>Headers</summary>
      <pre>{letter.headers.join('\n')}</pre>
    </details>
  </>
);
