/** A paper as a web page: no script, one style, readable on a phone, in the dark and by a screen reader. */
import { createHash } from 'node:crypto';
import { inkOf } from '../colour.ts';
import { type Paper, titleOf } from '../paper.ts';
import { blockHtml } from './block-html.ts';
import { formStyle, noticesHtml, type PageParts, partsHtml } from './form-html.ts';
import type { Look } from './look.ts';
import { escapeHtml, linesHtml } from './markup.ts';

export interface Page {
  readonly html: string;
  /** For `style-src` of its Content-Security-Policy: `'sha256-…'`. Pictures are `data:`, and nothing else is loaded. */
  readonly styleSource: string;
}

const styleOf = (colour: string | undefined): string =>
  `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--quiet:#59616c;--line:#d3d9e0;--wash:#f4f6f8;--good:#1f7a3d;--bad:#b3261e;--accent:${inkOf(colour)}}
@media(prefers-color-scheme:dark){:root{--paper:#15181c;--ink:#e8ebee;--quiet:#a6aeb8;--line:#3a424c;--wash:#1f242a;--good:#7fd49a;--bad:#ff9c92}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 "Noto Sans",system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums lining-nums;overflow-wrap:anywhere}
header,main,footer{max-width:52rem;margin:0 auto;padding:1rem}
header{border-top:.4rem solid var(--accent)}
p,dl,dd,figure{margin:0}
h1{font-size:1.7rem;line-height:1.2;margin:1.5rem 0 .5rem}
.letterhead{display:flex;flex-wrap:wrap;gap:.5rem 2rem;justify-content:space-between;align-items:start}
.letterhead img{max-height:4rem;max-width:100%}
.writer{font-size:1.2rem;font-weight:600}
.quiet,footer{color:var(--quiet);font-size:.875rem}
.heading{font-size:1.15rem;margin:1.5rem 0 .5rem}
.parties,.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(13rem,100%),1fr));gap:1rem 2rem;margin:1.25rem 0}
.figures{grid-template-columns:repeat(auto-fit,minmax(min(9rem,100%),1fr));background:var(--wash);border-radius:.5rem;padding:1rem}
.label{color:var(--quiet);font-size:.8125rem;font-weight:600}
.value.main{font-weight:600;font-size:1.2rem}
.paragraph{margin:1rem 0}
.table{border-collapse:collapse;width:100%;margin:1.25rem 0}
.head{overflow-wrap:normal;color:var(--quiet);font-size:.8125rem;text-align:start;border-bottom:2px solid var(--accent);padding:.4rem .5rem}
.cell,.sum{padding:.5rem;vertical-align:top;text-align:start}
.cell{border-bottom:1px solid var(--line)}
.sum{font-weight:400}
.sum.main{font-weight:600;font-size:1.1rem;border-top:1px solid var(--quiet)}
.end{text-align:end}
td.end{white-space:nowrap}
.note{border-inline-start:.25rem solid var(--accent);padding:.25rem 1rem;margin:1.25rem 0}
.payment{display:flex;flex-wrap:wrap;gap:1rem 2rem;justify-content:space-between;border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:1.25rem 0}
.payment .heading{margin-top:0}
.payment dl{display:grid;gap:.35rem}
.payment figure{width:10rem;text-align:center}
.payment svg{width:100%;border-radius:.25rem;display:block}
.link{color:inherit;font-weight:600;display:inline-block;padding:.5rem 0}
.signature{border-bottom:1px solid var(--quiet);padding-bottom:3rem}
.good,.bad{display:inline-block;border:2px solid;border-radius:.4rem;padding:.1rem .75rem;font-weight:600;text-transform:uppercase;letter-spacing:.08em}
.good{color:var(--good)}
.bad{color:var(--bad)}
.break{border:0;border-top:1px dashed var(--line);margin:2rem 0}
footer{border-top:1px solid var(--line);margin-top:2rem}
@media(max-width:34rem){
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody tr{display:block;border-bottom:1px solid var(--line);padding:.5rem 0}
tbody .cell{display:flex;justify-content:space-between;gap:1rem;border:0;padding:.15rem 0;text-align:start;flex-wrap:wrap}
tbody .cell.end::before{content:attr(data-label);color:var(--quiet);font-size:.8125rem}
tfoot tr,tfoot .sum{display:flex;justify-content:space-between}
tfoot tr{gap:1rem}
}
@media print{.break{break-after:page;border:0}}
${formStyle}`;

const look: Look = { at: (...parts) => ` class="${parts.join(' ')}"`, hasPictures: true };

/** @param parts what somebody can do there */
export const renderPage = (paper: Paper, parts: PageParts = {}): Page => {
  const style = styleOf(paper.colour);
  const isHead = ({ kind }: Paper['blocks'][number]): boolean => kind === 'letterhead';
  const drawn = (blocks: Paper['blocks']): string => blocks.map((block) => blockHtml(block, paper, look)).join('\n');
  const name = escapeHtml(titleOf(paper).replace(/\s+/gu, ' '));
  const html = `<!doctype html>
<html lang="${paper.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${name}</title>
<style>${style}</style>
</head>
<body>
<header>${drawn(paper.blocks.filter(isHead))}</header>
<main>
<h1>${name}</h1>
${noticesHtml(parts)}${drawn(paper.blocks.filter((block) => !isHead(block)))}
${partsHtml(parts, paper.language)}
</main>
<footer>${paper.foot ? linesHtml(paper.foot) : name}</footer>
</body>
</html>
`;
  return { html, styleSource: `'sha256-${createHash('sha256').update(style).digest('base64')}'` };
};
