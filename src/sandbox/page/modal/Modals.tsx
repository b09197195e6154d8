import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import type { View } from '../api/types.ts';
import { Blocks } from '../blocks/Blocks.tsx';
import { useConfirm } from '../blocks/confirm.ts';
import { SurfaceContext } from '../blocks/surface.ts';
import { Text } from '../blocks/Text.tsx';
import { useSession } from '../live/session.ts';
import { Avatar } from '../shell/Avatar.tsx';
import { closeTop, useViewSurface } from './surface.ts';

const noViews: readonly View[] = [];

/** The person's stack of modals: the top one is on screen, and says so when others lie under it. */
export const Modals = () => {
  const stack = useSession((state) => state.workspace?.modals ?? noViews);
  const top = stack.at(-1);
  return (
    <>
      {top && <Modal key={top.id} view={top} depth={stack.length} />}
      <Confirm />
    </>
  );
};

interface DialogProps {
  className: string;
  labelledBy: string;
  onEscape: () => void;
  children: ReactNode;
}

/** The browser's own modal dialog keeps the focus inside and everything else out of reach. */
export const Dialog = ({ className, labelledBy, onEscape, children }: DialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={className}
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        // File inputs send a cancel event of their own.
        if (event.target !== dialog.current) return;
        event.preventDefault();
        onEscape();
      }}
    >
      {children}
    </dialog>
  );
};

const Modal = ({ view, depth }: { view: View; depth: number }) => {
  const { surface, submit, failure } = useViewSurface(view);
  const body = useRef<HTMLDivElement>(null);
  const wrong = Object.keys(view.errors)[0];
  useEffect(() => {
    if (!wrong) return;
    const block = body.current?.querySelector<HTMLElement>(`[data-block="${CSS.escape(wrong)}"]`);
    block?.querySelector<HTMLElement>('input, textarea')?.focus();
    // The sentence stands below the field: focus alone may leave it out of sight.
    block?.scrollIntoView({ block: 'nearest' });
  }, [wrong]);
  useEffect(() => {
    // The first field, as Slack does; not the close button.
    const first = body.current?.querySelector<HTMLElement>('.block-input :is(input:not([type=file]), textarea)');
    if (!body.current?.contains(document.activeElement)) first?.focus();
  }, []);
  const close = () => void closeTop();
  return (
    <Dialog className="modal" labelledBy={`title-${view.id}`} onEscape={close}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!view.busy && !view.submit_disabled) void submit();
        }}
      >
        <header className="modal-head">
          {depth > 1 ? (
            <button type="button" className="icon-button" aria-label="Back" onClick={() => void closeTop()}>
              ‹
            </button>
          ) : (
            <Avatar id="app" name="App" isApp />
          )}
          <h2 id={`title-${view.id}`}>
            <Text text={view.title} />
          </h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={() => void closeTop(true)}>
            ×
          </button>
        </header>
        <div className="modal-body" ref={body}>
          <SurfaceContext value={surface}>
            <Blocks blocks={view.blocks} />
          </SurfaceContext>
        </div>
        <footer className="modal-foot">
          {failure && (
            <span className="modal-failure" role="alert">
              ⚠️ {failure}
            </span>
          )}
          <button type="button" className="bk-button" onClick={close}>
            {view.close ? <Text text={view.close} /> : 'Close'}
          </button>
          {view.submit && (
            <button
              type="submit"
              className="bk-button primary"
              aria-busy={view.busy}
              disabled={view.busy || view.submit_disabled}
            >
              <Text text={view.submit} />
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
};

const Confirm = () => {
  const asked = useConfirm();
  if (!asked) return null;
  const { question, answer } = asked;
  return (
    <Dialog className="modal confirm" labelledBy="confirm-title" onEscape={() => answer(false)}>
      <header className="modal-head">
        <h2 id="confirm-title">
          <Text text={question.title} />
        </h2>
      </header>
      <div className="modal-body">
        <Text text={question.text} />
      </div>
      <footer className="modal-foot">
        <button type="button" className="bk-button" onClick={() => answer(false)}>
          <Text text={question.deny} />
        </button>
        <button type="button" className={`bk-button ${question.style ?? 'primary'}`} onClick={() => answer(true)}>
          <Text text={question.confirm} />
        </button>
      </footer>
    </Dialog>
  );
};
