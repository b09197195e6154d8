/**
 * Writes each item while the next one is being made: there are never more than two of them, however many come.
 */
export const overlapped = async <T>(items: AsyncIterable<T>, write: (item: T) => Promise<unknown>): Promise<void> => {
  let writing: Promise<unknown> = Promise.resolve();
  try {
    for await (const item of items) {
      await writing;
      writing = write(item);
      // Its failure is heard of when the next item is there; until then nobody waits for it.
      writing.catch(() => undefined);
    }
  } finally {
    await writing;
  }
};
