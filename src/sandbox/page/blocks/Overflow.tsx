import { useEffect, useId, useRef, useState } from 'react';
import type { Option } from '../api/types.ts';
import { safeUrl } from '../text/mrkdwn.ts';
import { confirmed } from './confirm.ts';
import type { ElementProps } from './ElementView.tsx';
import { usePopup } from './popup.ts';
import { useSurface } from './surface.ts';
import { Text } from './Text.tsx';

/** The "…" menu. */
export const Overflow = ({ block, element }: ElementProps) => {
  const surface = useSurface();
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  usePopup(open, anchor, list, () => setOpen(false));
  useEffect(() => {
    if (open) list.current?.querySelector('button')?.focus();
  }, [open]);
  const choose = async (option: Option) => {
    setOpen(false);
    anchor.current?.focus();
    if (!(await confirmed(element.confirm))) return;
    const url = safeUrl(option.url ?? '');
    if (url) window.open(url, '_blank', 'noopener,noreferrer');
    await surface.change(block, element, { type: element.type, selected_option: option });
  };
  const move = (event: React.KeyboardEvent, by: number) => {
    event.preventDefault();
    const items = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = items.findIndex((item) => item.matches(':focus'));
    items[(at + by + items.length) % items.length]?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the menu inside
    <span
      className="overflow"
      role="presentation"
      onKeyDown={(event) => {
        if (!open) return;
        if (event.key === 'ArrowDown') move(event, 1);
        if (event.key === 'ArrowUp') move(event, -1);
        if (event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          setOpen(false);
          anchor.current?.focus();
        }
      }}
    >
      <button
        ref={anchor}
        type="button"
        className="bk-button overflow-button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        aria-label="More actions"
        data-action={element.action_id}
        onClick={() => setOpen(!open)}
      >
        ⋯
      </button>
      {open && (
        <div ref={list} id={id} role="menu" className="popup">
          {element.options?.map((option) => (
            <div key={option.value} role="none">
              <button type="button" role="menuitem" className="popup-item" onClick={() => void choose(option)}>
                <Text text={option.text} />
              </button>
            </div>
          ))}
        </div>
      )}
    </span>
  );
};
