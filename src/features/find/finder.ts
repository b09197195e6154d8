/** What slices find of their nouns. WRK-2 */
import type { Subject } from '../../core/subject.ts';
import type { ButtonSpec } from '../../platform/block-kit/blocks.ts';
import type { Tx } from '../../platform/db/open.ts';
import { point } from '../../platform/work/contributions.ts';
import type { Asked } from './asked.ts';

export interface Hit {
  readonly subject: Subject;
  /** What it is called: `P-17 Harbor Dental`; not escaped. */
  readonly title: string;
  /** What to know before opening it; not escaped. */
  readonly about?: string | undefined;
  /** The way into its window. */
  readonly open: ButtonSpec;
}

export interface Finder {
  /** What it finds, for “nothing was found among …”. */
  readonly among: string;
  /** The best first; what it costs follows what is found, not what there is. */
  readonly find: (tx: Tx, asked: Asked, take: number) => Promise<readonly Hit[]>;
}

export const finders = point<Finder>('find.finders');
