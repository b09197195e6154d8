/** A paper as a mail: HTML with its styles at the elements, since mail programs read no others, and plain text beside it. */
import { inkOf } from '../colour.ts';
import { type Paper, titleOf } from '../paper.ts';
import { blockHtml } from './block-html.ts';
import type { Look, Part } from './look.ts';
import { escapeHtml, linesHtml } from './markup.ts';
import { renderText } from './plain-text.ts';

export interface Mail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

const stylesWith = (accent: string): Readonly<Record<Part, string>> => ({
  letterhead: 'margin:0 0 16px',
  logo: 'display:block;max-height:64px;max-width:240px;margin:0 0 8px',
  writer: `margin:0;font-size:18px;font-weight:600;color:${accent}`,
  quiet: 'margin:0;color:#59616c;font-size:13px',
  title: `margin:24px 0 8px;font-size:24px;line-height:1.2;color:${accent}`,
  heading: `margin:8px 0;font-size:17px;color:${accent}`,
  parties: 'margin:16px 0',
  party: 'margin:0 0 12px',
  label: 'margin:0;color:#59616c;font-size:12px;font-weight:600',
  strong: 'font-weight:600',
  figures: 'margin:16px 0;padding:12px 16px;background:#f4f6f8;border-radius:6px',
  value: 'margin:0 0 8px',
  main: 'font-weight:600;font-size:17px',
  paragraph: 'margin:12px 0',
  table: 'border-collapse:collapse;width:100%;margin:16px 0',
  head: `padding:6px 8px;text-align:left;font-size:12px;color:#59616c;border-bottom:2px solid ${accent}`,
  cell: 'padding:8px;text-align:left;vertical-align:top;border-bottom:1px solid #d3d9e0',
  sum: 'padding:6px 8px;font-weight:400',
  end: 'text-align:right;white-space:nowrap',
  note: `margin:16px 0;padding:4px 16px;border-left:4px solid ${accent}`,
  payment: 'margin:16px 0;padding:16px;border:1px solid #d3d9e0;border-radius:6px',
  link: `color:${accent};font-weight:600`,
  signature: 'margin:0 0 12px',
  good: 'display:inline-block;margin:0;padding:2px 12px;border:2px solid #1f7a3d;border-radius:6px;color:#1f7a3d;font-weight:600',
  bad: 'display:inline-block;margin:0;padding:2px 12px;border:2px solid #b3261e;border-radius:6px;color:#b3261e;font-weight:600',
  break: 'border:0;border-top:1px dashed #d3d9e0;margin:24px 0',
});

const font = "font:15px/1.5 'Noto Sans',-apple-system,'Segoe UI',Roboto,Arial,sans-serif";

export const renderMail = (paper: Paper): Mail => {
  const styles = stylesWith(inkOf(paper.colour));
  const look: Look = {
    at: (...parts) => ` style="${parts.map((part) => styles[part]).join(';')}"`,
    hasPictures: false,
  };
  const subject = titleOf(paper).replace(/\s+/gu, ' ').trim();
  const letterheads = paper.blocks.filter(({ kind }) => kind === 'letterhead');
  const others = paper.blocks.filter(({ kind }) => kind !== 'letterhead');
  const drawn = (blocks: Paper['blocks']): string => blocks.map((block) => blockHtml(block, paper, look)).join('\n');
  const html = `<!doctype html>
<html lang="${paper.language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:16px;background:#ffffff;color:#1b1f24;${font};overflow-wrap:anywhere">
<div style="max-width:640px;margin:0 auto">
${drawn(letterheads)}
<h1${look.at('title')}>${escapeHtml(subject)}</h1>
${drawn(others)}
${paper.foot ? `<p style="${styles.quiet};margin-top:24px">${linesHtml(paper.foot)}</p>` : ''}
</div>
</body>
</html>
`;
  return { subject, html, text: renderText(paper) };
};
