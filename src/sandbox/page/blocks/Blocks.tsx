import { memo } from 'react';
import type { Block } from '../api/types.ts';
import { safeUrl } from '../text/mrkdwn.ts';
import { Cell } from './Cell.tsx';
import { Chart } from './Chart.tsx';
import { DataTable } from './DataTable.tsx';
import { ElementView } from './ElementView.tsx';
import { numbered } from './numbered.ts';
import { Picture } from './Picture.tsx';
import { RichText } from './RichText.tsx';
import { useSurface } from './surface.ts';
import { Text } from './Text.tsx';

/** Block Kit, block by block. */
export const Blocks = memo(function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return (
    <div className="blocks">
      {blocks.map((block) => (
        <BlockView key={block.block_id} block={block} />
      ))}
    </div>
  );
});

const BlockView = ({ block }: { block: Block }) => {
  switch (block.type) {
    case 'section':
      return <Section block={block} />;
    case 'header':
      return (
        <h3 className="block block-header">
          <Text text={block.text} />
        </h3>
      );
    case 'divider':
      return <hr className="block block-divider" />;
    case 'context':
      return (
        <div className="block block-context">
          {numbered(block.elements).map(({ key, item }) =>
            item.type.startsWith('image') ? (
              <Picture key={key} url={item.image_url} alt={item.alt_text ?? ''} size="icon" />
            ) : (
              <span key={key} className="context-text">
                <Text text={item} />
              </span>
            ),
          )}
        </div>
      );
    case 'actions':
      return (
        <div className="block block-actions">
          {block.elements?.map((element) => (
            <ElementView key={element.action_id} block={block} element={element} />
          ))}
        </div>
      );
    case 'input':
      return <Input block={block} />;
    case 'image':
      return (
        <figure className="block block-image">
          {block.title && (
            <figcaption>
              <Text text={block.title} />
            </figcaption>
          )}
          <Picture url={block.image_url} alt={block.alt_text ?? ''} />
        </figure>
      );
    case 'rich_text':
      return (
        <div className="block block-rich">
          <RichText elements={block.elements ?? []} />
        </div>
      );
    case 'table':
      return <Table block={block} />;
    case 'data_table':
      return <DataTable block={block} />;
    case 'data_visualization':
      return <Chart block={block} />;
    case 'markdown':
      return (
        <div className="block">
          <Text text={block.text} />
        </div>
      );
    case 'video': {
      const url = safeUrl(block.title_url ?? block.video_url ?? '');
      return (
        <div className="block">
          {url ? (
            <a href={url} target="_blank" rel="noopener noreferrer">
              <Text text={block.title} />
            </a>
          ) : (
            <Text text={block.title} />
          )}
        </div>
      );
    }
    default:
      return <div className="block block-unknown">This page does not draw blocks of type “{block.type}”.</div>;
  }
};

const Section = ({ block }: { block: Block }) => (
  <div className="block block-section">
    <div className="section-body">
      {block.text && (
        <div className="section-text">
          <Text text={block.text} />
        </div>
      )}
      {block.fields && (
        <div className="section-fields">
          {numbered(block.fields).map(({ key, item }) => (
            <div key={key} className="section-field">
              <Text text={item} />
            </div>
          ))}
        </div>
      )}
    </div>
    {block.accessory && (
      <div className="section-accessory">
        <ElementView block={block} element={block.accessory} />
      </div>
    )}
  </div>
);

const Input = ({ block }: { block: Block }) => {
  const surface = useSurface();
  const error = surface.error(block.block_id);
  const { element } = block;
  if (!element) return null;
  const id = `field-${block.block_id}`;
  const isGroup = element.type === 'checkboxes' || element.type === 'radio_buttons';
  const label = (
    <>
      <Text text={block.label} />
      {block.optional && <span className="optional"> (optional)</span>}
    </>
  );
  return (
    <div className={error ? 'block block-input has-error' : 'block block-input'} data-block={block.block_id}>
      {isGroup ? (
        <span className="input-label" id={`${id}-label`}>
          {label}
        </span>
      ) : (
        <label className="input-label" id={`${id}-label`} htmlFor={id}>
          {label}
        </label>
      )}
      <ElementView block={block} element={element} id={id} describedBy={`${id}-about`} invalid={error !== undefined} />
      <div id={`${id}-about`} className="input-about">
        {error && (
          <div className="input-error" role="alert">
            {error}
          </div>
        )}
        {block.hint && (
          <div className="input-hint">
            <Text text={block.hint} />
          </div>
        )}
      </div>
    </div>
  );
};

const Table = ({ block }: { block: Block }) => {
  const [head, ...body] = block.rows ?? [];
  const column = (index: number) => {
    const setting = block.column_settings?.[index];
    return { textAlign: setting?.align ?? 'left', whiteSpace: setting?.is_wrapped ? 'normal' : 'nowrap' } as const;
  };
  return (
    <div className="block block-table">
      <table>
        <thead>
          <tr>
            {numbered(head).map(({ key, item, at }) => (
              <th key={key} scope="col" style={column(at)}>
                <Cell cell={item} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {numbered(body).map((row) => (
            <tr key={row.key}>
              {numbered(row.item).map(({ key, item, at }) => (
                <td key={key} style={column(at)}>
                  <Cell cell={item} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
