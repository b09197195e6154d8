import { v7 } from 'uuid';

/** A new UUIDv7: unique everywhere, and in index order of creation (newest last). */
export function newId(): string {
  return v7();
}
