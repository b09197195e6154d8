/** What slices know of projects, read for many at once. */
import type { Tx } from '../../platform/db/open.ts';
import type { Deps, Work } from '../../platform/work/work.ts';

/** Where a part is read: a transaction's `Work` as it stands; outside of transactions, made by `readerOf`. */
export type Reader = Pick<Work, 'contributions' | 'policy'> & Partial<Pick<Work, 'policiesAre'>> & { readonly tx: Tx };

/** To read what is committed. A policy costs a statement there. */
export const readerOf = ({ db, policy, contributions }: Pick<Deps, 'db' | 'policy' | 'contributions'>): Reader => ({
  tx: db.prisma,
  policy,
  contributions,
});

export interface ProjectKey {
  readonly id: string;
  readonly customerId: string;
}

/**
 * What one slice knows of projects: the unit of reading. One statement for however many projects; all parts that are needed are
 * sent together. What pure rules need of settings is read along. A part takes no locks, reads no other part, and keeps to a file of
 * its own: contributions are values, made as modules load, and a circle of imports through them fails at start, not in `tsc`.
 * `Part<S>` only gives `S` away, so every part is a `Part<unknown>` too.
 */
export interface Part<S> {
  readonly name: string;
  readonly read: (from: Reader, projects: readonly ProjectKey[]) => Promise<ReadonlyMap<string, S>>;
  /** For projects of which the slice knows nothing. */
  readonly none: S;
}

/** What was read of one project. */
export interface Parts {
  /** @throws Error for a part that was not read: that is never taken for "nothing there" */
  of<S>(part: Part<S>): S;
  /** Whether it was read. */
  has(part: Part<unknown>): boolean;
  /** As if this had been read. */
  with<S>(part: Part<S>, state: S): Parts;
}

/** A class with a private field, not closures: states are compared and spread (`{ ...project, stage }`). */
class ReadParts implements Parts {
  readonly #states: ReadonlyMap<Part<unknown>, unknown>;

  constructor(states: ReadonlyMap<Part<unknown>, unknown>) {
    this.#states = states;
  }

  has(part: Part<unknown>): boolean {
    return this.#states.has(part);
  }

  of<S>(part: Part<S>): S {
    if (!this.has(part)) throw new Error(`the part "${part.name}" of a project was not read`);
    // The part itself read or was given it.
    return this.#states.get(part) as S;
  }

  with<S>(part: Part<S>, state: S): Parts {
    return new ReadParts(new Map(this.#states).set(part, state));
  }
}

/** Nothing was read. */
export const noParts: Parts = new ReadParts(new Map());

/** Reads these parts of all projects, one statement each, sent together. @returns by the projects' ids */
export const readParts = async (
  from: Reader,
  parts: Iterable<Part<unknown>>,
  projects: readonly ProjectKey[],
): Promise<ReadonlyMap<string, Parts>> => {
  const each = [...new Set(parts)];
  const read = await Promise.all(each.map((part) => part.read(from, projects)));
  return new Map(
    projects.map(({ id }) => [
      id,
      new ReadParts(new Map(each.map((part, at) => [part, read[at]?.has(id) ? read[at].get(id) : part.none]))),
    ]),
  );
};
