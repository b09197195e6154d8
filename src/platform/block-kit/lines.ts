import type { SectionBlock } from '@slack/types';
import { section } from './blocks.ts';

const maxLength = 2900;

/**
 * Lines of mrkdwn in as few sections as they need, never cut within a line. What doesn't fit into `maxBlocks` is counted in
 * a last line. Each line must be shorter than 2,900 characters.
 */
export const lineSections = (lines: readonly string[], maxBlocks = 8): readonly SectionBlock[] => {
  const sections: string[] = [];
  let shown = 0;
  for (const line of lines) {
    const last = sections.at(-1);
    if (last !== undefined && last.length + line.length < maxLength) sections[sections.length - 1] = `${last}\n${line}`;
    else if (sections.length === maxBlocks) break;
    else sections.push(line);
    shown++;
  }
  const left = lines.length - shown;
  return sections.map((text, index) =>
    section(left > 0 && index === sections.length - 1 ? `${text}\n… and ${left} more` : text),
  );
};
