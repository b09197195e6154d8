import type { KnownBlock } from '@slack/types';
import { context, section } from '../../../platform/block-kit/blocks.ts';
import { type Document, documentList } from '../../documents/index.ts';

/** The documents; that there are none is said, since somebody is asked to check them. At most three blocks. */
export const documentBlocks = (documents: readonly Document[]): KnownBlock[] =>
  documents.length > 0
    ? [section('*Documents*'), ...documentList(documents, 2)]
    : [context('No document of this project is filed yet.')];
