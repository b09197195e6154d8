/** A paper for those who read no HTML: a line for each thing that it says. */
import { cleanText } from '../../../core/text/clean-text.ts';
import { type Block, type Paper, titleOf } from '../paper.ts';
import { payLink, paymentRows } from '../payment/payment-rows.ts';
import { words } from '../words.ts';

const pair = ({ label, value }: { readonly label: string; readonly value: string }): string => `${label}: ${value}`;

const blockText = (block: Block, { language }: Paper): readonly string[] => {
  switch (block.kind) {
    case 'letterhead':
      return [block.name, ...block.lines];
    case 'heading':
      return [block.text.toUpperCase()];
    case 'parties':
      return block.parties.flatMap(({ label, name, lines }) => [pair({ label, value: name }), ...lines]);
    case 'figures':
      return block.figures.map(pair);
    case 'paragraph':
      return [block.text];
    case 'list':
      return block.items.map((item) => `- ${item}`);
    case 'table':
      return [
        ...block.rows.flatMap((row) => {
          const [first, ...others] = row.map(({ text }, at) =>
            pair({ label: block.columns[at]?.header ?? '', value: text }),
          );
          const notes = row.flatMap(({ note }) => (note ? [`  ${note}`] : []));
          return [`- ${first ?? ''}`, ...notes, ...(others.length > 0 ? [`  ${others.join(' · ')}`] : [])];
        }),
        ...block.sums.map(pair),
      ];
    case 'sums':
      return block.sums.map(pair);
    case 'note':
      return [block.title ? pair({ label: block.title, value: block.text }) : block.text];
    case 'payment': {
      const link = payLink(block);
      const { payment, payOnline } = words[language];
      return [
        payment,
        ...paymentRows(block, language).map(pair),
        ...(link ? [pair({ label: payOnline, value: link })] : []),
      ];
    }
    case 'signature':
      return block.signers.flatMap(({ label, name }) => [name ? pair({ label, value: name }) : `${label}:`]);
    case 'stamp':
      return [`[${block.text}]`];
    case 'background':
    case 'page_break':
      return [];
  }
};

export const renderText = (paper: Paper): string =>
  [[titleOf(paper)], ...paper.blocks.map((block) => blockText(block, paper)), paper.foot ? [paper.foot] : []]
    .filter((lines) => lines.length > 0)
    .map((lines) => cleanText(lines.join('\n')))
    .join('\n\n');
