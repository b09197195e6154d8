import { useState } from 'react';
import type { Block, TableCell } from '../api/types.ts';
import { Cell, textOf } from './Cell.tsx';
import { numbered } from './numbered.ts';

interface Order {
  column: number;
  down: boolean;
}

const compared = (a: TableCell | undefined, b: TableCell | undefined): number =>
  a?.value !== undefined && b?.value !== undefined ? a.value - b.value : textOf(a).localeCompare(textOf(b));

const ordered = (rows: readonly TableCell[][], order: Order | undefined): readonly TableCell[][] => {
  if (!order) return rows;
  const { column, down } = order;
  return [...rows].sort((a, b) => compared(a[column], b[column]) * (down ? -1 : 1));
};

/** A table that is sorted, filtered and turned over by who reads it. */
export const DataTable = ({ block }: { block: Block }) => {
  const [head = [], ...body] = block.rows ?? [];
  const [order, setOrder] = useState<Order>();
  const [filter, setFilter] = useState('');
  const [at, setAt] = useState(0);
  const size = block.page_size ?? 5;
  const wanted = filter.trim().toLowerCase();
  const found = ordered(body, order).filter((row) => row.some((cell) => textOf(cell).toLowerCase().includes(wanted)));
  const pages = Math.max(1, Math.ceil(found.length / size));
  const page = Math.min(at, pages - 1);
  const named = block.row_header_column_index ?? 0;
  const isFigure = head.map((_, column) => body.some((row) => row[column]?.type === 'raw_number'));
  const align = (column: number) => (isFigure[column] ? 'figure' : undefined);
  const sort = (column: number) => setOrder({ column, down: order?.column === column && !order.down });
  return (
    <div className="block block-table block-data-table">
      <table>
        <caption>{block.caption}</caption>
        <thead>
          <tr>
            {numbered(head).map(({ key, item, at: column }) => (
              <th
                key={key}
                scope="col"
                className={align(column)}
                aria-sort={order?.column === column ? (order.down ? 'descending' : 'ascending') : 'none'}
              >
                <button type="button" className="sort" onClick={() => sort(column)}>
                  <Cell cell={item} />
                  <span aria-hidden="true">{order?.column === column ? (order.down ? ' ▾' : ' ▴') : ''}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {numbered(found.slice(page * size, (page + 1) * size)).map((row) => (
            <tr key={row.key}>
              {numbered(row.item).map(({ key, item, at: column }) =>
                column === named ? (
                  <th key={key} scope="row" className={align(column)}>
                    <Cell cell={item} />
                  </th>
                ) : (
                  <td key={key} className={align(column)}>
                    <Cell cell={item} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {body.length > size && (
        <div className="table-foot">
          <input
            type="search"
            aria-label={`Filter ${block.caption}`}
            placeholder="Filter"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
          <button type="button" className="bk-button" disabled={page === 0} onClick={() => setAt(page - 1)}>
            Previous
          </button>
          <span>
            Page {page + 1} of {pages}
          </span>
          <button type="button" className="bk-button" disabled={page + 1 >= pages} onClick={() => setAt(page + 1)}>
            Next
          </button>
        </div>
      )}
    </div>
  );
};
