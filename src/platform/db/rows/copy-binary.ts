import { copySorted } from './sort-rows.ts';

/** 1970 in PostgreSQL's count, which begins with 2000. */
const epochDays = 10_957;
const dayMs = 86_400_000;
const high = 2 ** 32;

/** What a COPY in binary format begins with; rows follow. */
export const binaryHeader = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
/** What a row takes at least: the number of its fields, and the length of each. */
const shortestRow = 16;
const longestCopied = 40;
/** No field of a row that is kept in bounds comes near this; a chunk that has less room left is full. */
const reserve = 65_536;

/**
 * Rows in COPY's binary format, written into memory that is used again and again: half a million rows leave nothing behind
 * for the garbage collector, and PostgreSQL has neither numbers nor dates to read.
 */
export interface BinaryRows {
  /** Begins a row; its fields follow in the order of the columns. */
  row(fields: number): void;
  /** What is undefined is NULL. */
  text(value: string | undefined): void;
  int4(value: number | undefined): void;
  int8(value: bigint): void;
  /** Milliseconds since 1970. */
  timestamptz(value: number): void;
  /** `YYYY-MM-DD` */
  date(value: string | undefined): void;
  uuid(value: string): void;
  readonly count: () => number;
  readonly isFull: () => boolean;
  /** All rows in the order of their first field, a text. The memory is written over by the next `bytes` but one. */
  bytes(): Buffer;
  clear(): void;
}

export const binaryRows = (size: number): BinaryRows => {
  const memory = Buffer.allocUnsafeSlow(size + reserve);
  let [sorted, other] = [Buffer.allocUnsafeSlow(size + reserve), Buffer.allocUnsafeSlow(size + reserve)];
  const starts = new Uint32Array((size + reserve) / shortestRow);
  let count = 0;
  let end = 0;
  // Rows of one cause have one id in common.
  let lastUuid = '';
  let uuidBytes = Buffer.alloc(16);

  const view = new DataView(memory.buffer, memory.byteOffset);
  const four = (value: number): void => {
    view.setInt32(end, value);
    end += 4;
  };
  /** Short texts are mostly ASCII, and sooner written than handed over. @returns how many bytes; 0 when it is something else */
  const ascii = (value: string, at: number): number => {
    if (value.length > longestCopied) return 0;
    for (let n = 0; n < value.length; n++) {
      const code = value.charCodeAt(n);
      if (code > 127) return 0;
      memory[at + n] = code;
    }
    return value.length;
  };
  const none = (): void => four(-1);

  return {
    row: (fields) => {
      starts[count++] = end;
      end = memory.writeInt16BE(fields, end);
    },
    text: (value) => {
      if (value === undefined) return none();
      const length = ascii(value, end + 4) || memory.write(value, end + 4);
      four(length);
      end += length;
    },
    int4: (value) => {
      if (value === undefined) return none();
      four(4);
      four(value);
    },
    int8: (value) => {
      four(8);
      end = memory.writeBigInt64BE(value, end);
    },
    timestamptz: (value) => {
      const micros = (value - epochDays * dayMs) * 1000;
      four(8);
      four(Math.floor(micros / high));
      end = memory.writeUInt32BE(micros - Math.floor(micros / high) * high, end);
    },
    date: (value) => {
      if (value === undefined) return none();
      four(4);
      four(Date.parse(value) / dayMs - epochDays);
    },
    uuid: (value) => {
      if (value !== lastUuid) {
        lastUuid = value;
        uuidBytes = Buffer.from(value.replaceAll('-', ''), 'hex');
      }
      four(16);
      end += uuidBytes.copy(memory, end);
    },
    count: () => count,
    isFull: () => end > size,
    bytes: () => {
      starts[count] = end;
      [sorted, other] = [other, sorted];
      return sorted.subarray(0, copySorted(memory, starts.subarray(0, count + 1), sorted, 0));
    },
    clear: () => {
      count = 0;
      end = 0;
    },
  };
};
