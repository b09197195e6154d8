import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/**
 * Places a popup under its anchor (above it where there is more room) in window coordinates, so that no scrolling box
 * cuts it off, and closes it when the person clicks or tabs elsewhere.
 */
export const usePopup = (
  open: boolean,
  anchor: RefObject<HTMLElement | null>,
  popup: RefObject<HTMLElement | null>,
  close: () => void,
): void => {
  const closing = useRef(close);
  closing.current = close;
  useLayoutEffect(() => {
    if (!open) return;
    const place = () => {
      const [from, box] = [anchor.current, popup.current];
      if (!from || !box) return;
      const rect = from.getBoundingClientRect();
      const below = window.innerHeight - rect.bottom;
      const upwards = below < 220 && rect.top > below;
      const room = Math.max(96, (upwards ? rect.top : below) - 12);
      box.style.maxHeight = `${Math.min(room, 480)}px`;
      box.style.minWidth = `${rect.width}px`;
      box.style.left = `${Math.max(8, Math.min(rect.left, window.innerWidth - box.offsetWidth - 8))}px`;
      box.style.top = upwards ? 'auto' : `${rect.bottom + 4}px`;
      box.style.bottom = upwards ? `${window.innerHeight - rect.top + 4}px` : 'auto';
    };
    place();
    const observer = new ResizeObserver(place);
    if (popup.current) observer.observe(popup.current);
    if (anchor.current) observer.observe(anchor.current);
    window.addEventListener('scroll', place, true);
    window.addEventListener('resize', place);
    return () => {
      observer.disconnect();
      window.removeEventListener('scroll', place, true);
      window.removeEventListener('resize', place);
    };
  });
  useEffect(() => {
    if (!open) return;
    const elsewhere = (event: Event) => {
      const target = event.target;
      if (target instanceof Node && !anchor.current?.contains(target) && !popup.current?.contains(target))
        closing.current();
    };
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('focusin', elsewhere);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('focusin', elsewhere);
    };
  }, [open, anchor, popup]);
};
