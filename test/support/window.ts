import type { WindowHead } from '../../src/platform/slice/slice.ts';
import { layOut } from '../../src/platform/windows/draw-window.ts';

/** A window as somebody of the role sees it, with what other slices say in sections of so many blocks. */
export const windowFor = (role: string, head: WindowHead, sections: Parameters<typeof layOut>[0]['sections'] = []) =>
  layOut({
    place: { type: 'customer', id: '01980000-0000-7000-8000-000000000001', trail: [] },
    head,
    sections,
    held: new Set([role]),
    windows: new Map(),
  });
