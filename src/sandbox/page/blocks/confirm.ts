import type { ConfirmObject } from '../api/types.ts';
import { createStore, useStore } from '../live/store.ts';

interface Asked {
  question: ConfirmObject;
  answer: (yes: boolean) => void;
}

const asked = createStore<{ now: Asked | null }>({ now: null });

/** Asks an element's confirm question; true at once where there is none. */
export const confirmed = (question: ConfirmObject | undefined): Promise<boolean> => {
  if (!question) return Promise.resolve(true);
  return new Promise((resolve) => {
    asked.set({
      now: {
        question,
        answer: (yes) => {
          asked.set({ now: null });
          resolve(yes);
        },
      },
    });
  });
};

export const useConfirm = (): Asked | null => useStore(asked, (state) => state.now);
