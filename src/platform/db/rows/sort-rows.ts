/** Where the text of a row's first field begins: behind the number of fields and its own length. */
const textAt = 6;
/** Bytes that a number holds exactly. */
const keyLength = 6;

/** How many bytes the first fields of all rows begin with in common. */
const sharedPrefix = (memory: Buffer, starts: Uint32Array): number => {
  const first = (starts[0] ?? 0) + textAt;
  let shared = memory.readInt32BE(first - 4);
  for (const start of starts) {
    let at = 0;
    while (at < shared && memory[start + textAt + at] === memory[first + at]) at++;
    shared = at;
  }
  return shared;
};

/**
 * Copies binary rows in the order of their first field, a text: exact in the six bytes that follow what all have in common,
 * which is what an index needs to find its pages in memory.
 * @param starts where each row begins, and where the last one ends
 * @returns where the copy ends
 */
export const copySorted = (from: Buffer, starts: Uint32Array, to: Buffer, at: number): number => {
  const count = starts.length - 1;
  const begins = starts.subarray(0, count);
  const skipped = textAt + sharedPrefix(from, begins);
  const keys = Float64Array.from(begins, (start) => from.readUIntBE(start + skipped, keyLength));
  const order = Uint32Array.from(begins, (_start, n) => n).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
  let end = at;
  for (const n of order) end += from.copy(to, end, starts[n], starts[n + 1]);
  return end;
};
