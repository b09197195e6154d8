import type { Block, Letterhead, Paper, PaymentBox, Picture, Sum, Table } from '../paper.ts';
import { payLink, paymentCode, paymentRows } from '../payment/payment-rows.ts';
import { words } from '../words.ts';
import type { Look } from './look.ts';
import { escapeHtml, linesHtml } from './markup.ts';

type Pair = Pick<Sum, 'label' | 'value' | 'isMain'>;

const pictureHtml = ({ type, bytes, alt }: Picture): string =>
  `<img src="data:image/${type};base64,${Buffer.from(bytes).toString('base64')}" alt="${escapeHtml(alt)}">`;

/** Pages have it within; mails beside, as an attachment: what is within is cut away by mail programs. */
const logoHtml = ({ logo, attachedLogo, name }: Letterhead, { at, hasPictures }: Look): string => {
  if (hasPictures) return logo ? pictureHtml(logo) : '';
  return attachedLogo ? `<img${at('logo')} src="cid:${escapeHtml(attachedLogo)}" alt="${escapeHtml(name)}">` : '';
};

const pairs = (of: readonly Pair[], { at }: Look): string =>
  of
    .map(
      ({ label, value, isMain }) =>
        `<div><dt${at('label')}>${linesHtml(label)}</dt><dd dir="auto"${isMain ? at('value', 'main') : at('value')}>${linesHtml(value)}</dd></div>`,
    )
    .join('');

const sumRows = (sums: readonly Sum[], span: number, { at }: Look): string =>
  sums
    .map(({ label, value, isMain }) => {
      const main = isMain ? (['main'] as const) : [];
      const th = `<th scope="row" role="rowheader"${span > 1 ? ` colspan="${span}"` : ''}${at('sum', 'end', ...main)}>${linesHtml(label)}</th>`;
      return `<tr role="row">${th}<td role="cell"${at('sum', 'end', ...main)}>${linesHtml(value)}</td></tr>`;
    })
    .join('');

// Roles, because rows that are stacked on a phone are no table for a screen reader otherwise.
const tableHtml = ({ caption, columns, rows, sums }: Table, look: Look): string => {
  const { at } = look;
  const side = (index: number) => (columns[index]?.holds === 'figures' ? (['end'] as const) : []);
  const head = columns
    .map(
      ({ header }, index) =>
        `<th scope="col" role="columnheader"${at('head', ...side(index))}>${linesHtml(header)}</th>`,
    )
    .join('');
  const body = rows
    .map((row) => {
      const cells = row.map(({ text, note }, index) => {
        const below = note ? `<br><small${at('quiet')}>${linesHtml(note)}</small>` : '';
        const label = escapeHtml(columns[index]?.header ?? '');
        return `<td role="cell" data-label="${label}"${at('cell', ...side(index))}><span dir="auto">${linesHtml(text)}</span>${below}</td>`;
      });
      return `<tr role="row">${cells.join('')}</tr>`;
    })
    .join('');
  const foot =
    sums.length > 0 ? `<tfoot role="rowgroup">${sumRows(sums, Math.max(columns.length - 1, 1), look)}</tfoot>` : '';
  return `<table role="table" aria-label="${escapeHtml(caption)}"${at('table')}><thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">${body}</tbody>${foot}</table>`;
};

const codeHtml = ({ svg, caption }: { readonly svg: string; readonly caption: string }, { at }: Look): string =>
  `<figure>${svg.replace('<svg ', `<svg role="img" aria-label="${escapeHtml(caption)}" `)}<figcaption${at('quiet')}>${escapeHtml(caption)}</figcaption></figure>`;

const paymentHtml = (block: PaymentBox, { language }: Paper, look: Look): string => {
  const { at } = look;
  const link = payLink(block);
  const code = look.hasPictures ? paymentCode(block, language) : undefined;
  const press = link
    ? `<p${at('value')}><a href="${escapeHtml(link)}"${at('link')}>${words[language].payOnline}</a></p>`
    : '';
  return `<section${at('payment')} aria-label="${words[language].payment}"><div><h2${at('heading')}>${words[language].payment}</h2><dl>${pairs(paymentRows(block, language), look)}</dl>${press}</div>${code ? codeHtml(code, look) : ''}</section>`;
};

/** A block as HTML; nothing for what only paper has. */
export const blockHtml = (block: Block, paper: Paper, look: Look): string => {
  const { at } = look;
  switch (block.kind) {
    case 'letterhead':
      return `<div${at('letterhead')}>${logoHtml(block, look)}<p${at('writer')}>${linesHtml(block.name)}</p><p${at('quiet')}>${block.lines.map(linesHtml).join('<br>')}</p></div>`;
    case 'heading':
      return `<h2${at('heading')} dir="auto">${linesHtml(block.text)}</h2>`;
    case 'parties':
      return `<div${at('parties')}>${block.parties.map(({ label, name, lines }) => `<div${at('party')}><p${at('label')}>${linesHtml(label)}</p><p${at('value')} dir="auto"><strong${at('strong')}>${linesHtml(name)}</strong>${lines.map((line) => `<br>${linesHtml(line)}`).join('')}</p></div>`).join('')}</div>`;
    case 'figures':
      return `<dl${at('figures')}>${pairs(block.figures, look)}</dl>`;
    case 'paragraph':
      return `<p${at('paragraph')} dir="auto">${linesHtml(block.text)}</p>`;
    case 'list':
      return `<ul${at('paragraph')}>${block.items.map((item) => `<li dir="auto">${linesHtml(item)}</li>`).join('')}</ul>`;
    case 'table':
      return tableHtml(block, look);
    case 'sums':
      return `<table role="table"${at('table')}><tbody role="rowgroup">${sumRows(block.sums, 1, look)}</tbody></table>`;
    case 'note':
      return `<div${at('note')} dir="auto">${block.title ? `<strong${at('strong')}>${linesHtml(block.title)}</strong><br>` : ''}${linesHtml(block.text)}</div>`;
    case 'payment':
      return paymentHtml(block, paper, look);
    case 'signature':
      return `<div${at('parties')}>${block.signers.map(({ label, name }) => `<div${at('signature')}><p${at('label')}>${linesHtml(label)}</p>${name ? `<p${at('value')}><strong${at('strong')}>${linesHtml(name)}</strong></p>` : ''}<p${at('quiet')}>${words[paper.language].signature}</p></div>`).join('')}</div>`;
    case 'stamp':
      return `<p${at(block.tone)}>${linesHtml(block.text)}</p>`;
    case 'page_break':
      return `<hr${at('break')}>`;
    case 'background':
      return '';
  }
};
