import type { KnownBlock } from '@slack/types';
import { clip } from '../../core/text/text.ts';

/** Text fields with what they hold when the form opens, by their names; all others as they are. */
export const prefilled = (
  blocks: readonly KnownBlock[],
  values: Readonly<Record<string, string>>,
): readonly KnownBlock[] =>
  blocks.map((block) => {
    if (block.type !== 'input' || block.element.type !== 'plain_text_input') return block;
    const value = values[block.block_id ?? ''];
    if (!value) return block;
    const { element } = block;
    return { ...block, element: { ...element, initial_value: clip(value, element.max_length ?? 3000) } };
  });
