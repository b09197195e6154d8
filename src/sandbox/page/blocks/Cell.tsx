import type { TableCell } from '../api/types.ts';
import { RichText } from './RichText.tsx';

export const Cell = ({ cell }: { cell: TableCell }) =>
  cell.type === 'rich_text' ? <RichText elements={cell.elements ?? []} /> : cell.text;

/** What it says, for sorting and for looking through. */
export const textOf = (cell: TableCell | undefined): string => {
  const within = (nodes: TableCell['elements']): string =>
    (nodes ?? []).map((node) => (node.text ?? '') + within(node.elements)).join('');
  return cell?.text ?? within(cell?.elements);
};
