import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/**
 * A long list of which only what can be seen (and a little around it) is in the document. Heights are measured once
 * shown and guessed before; the item at the top edge stays where it is while others change, and a list scrolled to its end
 * stays at the end.
 */

interface Props<T> {
  items: readonly T[];
  keyOf: (item: T) => string;
  draw: (item: T, index: number) => ReactNode;
  label: string;
  /** Asked for when the top comes near. */
  onTop: () => void;
  /** Whether the end is in view. */
  onEnd: (atEnd: boolean) => void;
}

const GUESS = 72;
const AROUND = 700;

/** Where each item begins; one more than there are items. */
export const offsets = (heights: readonly number[]): number[] => {
  const sums = [0];
  for (const height of heights) sums.push((sums.at(-1) ?? 0) + height);
  return sums;
};

/** The last index whose offset is at or before `y`. */
export const indexAt = (sums: readonly number[], y: number): number => {
  let low = 0;
  let high = Math.max(0, sums.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sums[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
};

export const Windowed = <T,>({ items, keyOf, draw, label, onTop, onEnd }: Props<T>) => {
  const box = useRef<HTMLElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const known = useRef(new Map<string, number>());
  const anchor = useRef<{ key: string; delta: number } | 'end'>('end');
  const [range, setRange] = useState({ from: 0, to: 0 });
  const [, remeasured] = useState(0);

  const keys = items.map(keyOf);
  const sums = offsets(keys.map((key) => known.current.get(key) ?? GUESS));
  const latest = useRef({ keys, sums, onTop, onEnd });
  latest.current = { keys, sums, onTop, onEnd };

  const look = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const { sums: at, keys: all } = latest.current;
    const top = element.scrollTop;
    // And one more at each end, however tall the others are: Tab goes only to what is in the document.
    const from = Math.max(0, indexAt(at, Math.max(0, top - AROUND)) - 1);
    const to = Math.min(all.length, indexAt(at, top + element.clientHeight + AROUND) + 2);
    setRange((old) => (old.from === from && old.to === to ? old : { from, to }));
  }, []);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const { keys: all, sums: at, onTop: near, onEnd: end } = latest.current;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 24;
    const index = indexAt(at, element.scrollTop);
    anchor.current = atEnd ? 'end' : { key: all[index] ?? '', delta: element.scrollTop - (at[index] ?? 0) };
    end(atEnd);
    if (element.scrollTop < 1500) near();
    look();
  }, [look]);

  const measure = useCallback(() => {
    let changed = false;
    for (const row of inner.current?.children ?? []) {
      const key = row instanceof HTMLElement ? row.dataset.key : undefined;
      if (key === undefined) continue;
      const height = row.getBoundingClientRect().height;
      if (Math.abs((known.current.get(key) ?? -1) - height) < 0.5) continue;
      known.current.set(key, height);
      changed = true;
    }
    if (changed) remeasured((n) => n + 1);
  }, []);

  // After every drawing: hold on to the anchor, then see what must be shown.
  useLayoutEffect(() => {
    measure();
    const element = box.current;
    if (!element) return;
    const held = anchor.current;
    const index = held === 'end' ? -1 : keys.indexOf(held.key);
    const wanted = held === 'end' || index < 0 ? element.scrollHeight : (sums[index] ?? 0) + held.delta;
    if (held === 'end' || index >= 0) {
      const target = Math.min(wanted, element.scrollHeight - element.clientHeight);
      if (Math.abs(element.scrollTop - target) > 0.5) element.scrollTop = target;
    }
    look();
  });

  useEffect(() => {
    const observer = new ResizeObserver(measure);
    if (box.current) observer.observe(box.current);
    if (inner.current) observer.observe(inner.current);
    return () => observer.disconnect();
  }, [measure]);

  const to = Math.min(range.to, items.length);
  const from = Math.min(range.from, to);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <section ref={box} className="windowed" aria-label={label} tabIndex={0} onScroll={onScroll}>
      <div className="windowed-start" style={{ height: sums[from] ?? 0 }} />
      <div ref={inner}>
        {items.slice(from, to).map((item, at) => (
          <div key={keyOf(item)} data-key={keyOf(item)}>
            {draw(item, from + at)}
          </div>
        ))}
      </div>
      <div style={{ height: (sums.at(-1) ?? 0) - (sums[to] ?? 0) }} />
    </section>
  );
};
