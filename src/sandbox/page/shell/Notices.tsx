import { useLayoutEffect, useRef } from 'react';
import { dismiss, useSession } from '../live/session.ts';

/** What went wrong or was done, at the foot of the page. */
export const Notices = () => {
  const notices = useSession((state) => state.notices);
  const connected = useSession((state) => state.connected);
  const box = useRef<HTMLDivElement>(null);
  const anything = notices.length > 0 || !connected;
  // A popover lies above an open dialog; shown again, it comes to lie above one that was opened since.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at every change
  useLayoutEffect(() => {
    box.current?.hidePopover();
    if (anything) box.current?.showPopover();
  }, [notices, anything]);
  return (
    <div ref={box} popover="manual" className="notices" role="status" aria-live="polite">
      {!connected && <div className="notice">The sandbox does not answer. Trying again…</div>}
      {notices.map((notice) => (
        <div key={notice.id} className="notice">
          <span>{notice.text}</span>
          <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => dismiss(notice.id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
};
