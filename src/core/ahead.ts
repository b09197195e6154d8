/** Has the next item made while the one before it is used; there are never more than two of them, however many come. */
export async function* ahead<T>(source: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  const items = (async function* () {
    yield* source;
  })();
  let next = items.next();
  try {
    for (let item = await next; !item.done; item = await next) {
      next = items.next();
      // Heard of when its turn comes; until then nobody waits for it.
      next.catch(() => undefined);
      yield item.value;
    }
  } finally {
    await items.return(undefined);
  }
}
