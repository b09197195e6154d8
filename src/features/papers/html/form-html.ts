/** What somebody can do on a page: plain forms, sent to where the page is. No script. */
import type { PaperLanguage } from '../paper.ts';
import { escapeHtml, linesHtml } from './markup.ts';

export interface PageField {
  readonly name: string;
  readonly label: string;
  /** `name`: of a person, on one line. */
  readonly kind: 'line' | 'lines' | 'name' | 'choice' | 'day' | 'file';
  /** May be left empty. */
  readonly isOptional?: boolean | undefined;
  /** Of a choice. */
  readonly choices?: readonly { readonly text: string; readonly value: string }[] | undefined;
  /** Of files, such as `.pdf,.png`. */
  readonly accept?: string | undefined;
  readonly hint?: string | undefined;
  /** As it was sent, where it was refused. */
  readonly value?: string | undefined;
  /** Why it was refused. */
  readonly problem?: string | undefined;
  readonly most?: number | undefined;
  /** Days, `2026-03-02`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface PageForm {
  /** What it does, in the address of nothing but this page. */
  readonly id: string;
  readonly title: string;
  readonly text?: string | undefined;
  /** Sent along. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly fields: readonly PageField[];
  readonly button: string;
}

export interface PageLink {
  readonly text: string;
  /** Of this site, or https. */
  readonly href: string;
}

/** What a page has besides what its paper says. */
export interface PageParts {
  /** Above all: what was done, or refused. */
  readonly notices?: readonly { readonly text: string; readonly tone: 'good' | 'bad' }[];
  readonly links?: readonly PageLink[];
  readonly forms?: readonly PageForm[];
}

const fieldWords: Readonly<Record<PaperLanguage, string>> = { en: 'Not sent', it: 'Non inviato' };

const inputHtml = (field: PageField, id: string, described: string): string => {
  const { name, kind, value = '', problem, most, from, to, isOptional, accept } = field;
  const common = `id="${id}" name="${escapeHtml(name)}"${isOptional ? '' : ' required'}${described}${problem ? ' aria-invalid="true"' : ''}`;
  if (kind === 'line')
    return `<input type="text" ${common} value="${escapeHtml(value)}"${most ? ` maxlength="${most}"` : ''}>`;
  if (kind === 'choice') {
    const options = [{ text: '–', value: '' }, ...(field.choices ?? [])].map(
      (each) =>
        `<option value="${escapeHtml(each.value)}"${each.value === value ? ' selected' : ''}>${escapeHtml(each.text)}</option>`,
    );
    return `<select ${common}>${options.join('')}</select>`;
  }
  if (kind === 'lines')
    return `<textarea ${common} rows="4"${most ? ` maxlength="${most}"` : ''}>${escapeHtml(value)}</textarea>`;
  if (kind === 'file') return `<input type="file" ${common}${accept ? ` accept="${escapeHtml(accept)}"` : ''}>`;
  if (kind === 'name')
    return `<input type="text" autocomplete="name" ${common}${most ? ` maxlength="${most}"` : ''} value="${escapeHtml(value)}">`;
  const bounds = `${from ? ` min="${escapeHtml(from)}"` : ''}${to ? ` max="${escapeHtml(to)}"` : ''}`;
  return `<input type="date" ${common} value="${escapeHtml(value)}"${bounds}>`;
};

const fieldHtml = (form: string, field: PageField, language: PaperLanguage): string => {
  const id = escapeHtml(`${form}-${field.name}`);
  const below = [
    ...(field.hint ? [`<span class="quiet" id="${id}-hint">${escapeHtml(field.hint)}</span>`] : []),
    ...(field.problem
      ? [`<strong class="problem" id="${id}-problem">${fieldWords[language]}: ${escapeHtml(field.problem)}</strong>`]
      : []),
  ];
  const ids = [...(field.hint ? [`${id}-hint`] : []), ...(field.problem ? [`${id}-problem`] : [])];
  const described = ids.length > 0 ? ` aria-describedby="${ids.join(' ')}"` : '';
  return `<p class="field"><label for="${id}">${escapeHtml(field.label)}</label>${inputHtml(field, id, described)}${below.join('')}</p>`;
};

const formHtml = ({ id, title, text, hidden, fields, button }: PageForm, language: PaperLanguage): string => {
  const name = escapeHtml(id);
  const kept = Object.entries({ what: id, ...hidden })
    .map(([key, value]) => `<input type="hidden" name="${escapeHtml(key)}" value="${escapeHtml(value)}">`)
    .join('');
  const encoding = fields.some(({ kind }) => kind === 'file') ? ' enctype="multipart/form-data"' : '';
  return `<section class="form" aria-labelledby="${name}-title"><h2 class="heading" id="${name}-title">${escapeHtml(title)}</h2>${
    text ? `<p class="paragraph">${linesHtml(text)}</p>` : ''
  }<form method="post"${encoding}>${kept}${fields.map((field) => fieldHtml(id, field, language)).join('')}<button>${escapeHtml(button)}</button></form></section>`;
};

export const noticesHtml = ({ notices = [] }: PageParts): string =>
  notices.map(({ text, tone }) => `<p class="notice ${tone}-notice" role="status">${linesHtml(text)}</p>`).join('');

export const partsHtml = ({ links = [], forms = [] }: PageParts, language: PaperLanguage): string => {
  const list = links.map(
    ({ text, href }) => `<li><a class="link" href="${escapeHtml(href)}">${escapeHtml(text)}</a></li>`,
  );
  return `${list.length > 0 ? `<ul class="links">${list.join('')}</ul>` : ''}${forms.map((form) => formHtml(form, language)).join('')}`;
};

export const formStyle = `
.links{list-style:none;padding:0;margin:1.25rem 0}
.form{border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:1.25rem 0}
.form .heading{margin-top:0}
.field{display:grid;gap:.25rem;margin:1rem 0}
.field label{font-weight:600}
textarea,input,select{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--quiet);border-radius:.35rem;padding:.5rem;width:100%;max-width:100%}
button{font:inherit;font-weight:600;color:var(--paper);background:var(--ink);border:0;border-radius:.35rem;padding:.65rem 1.1rem;min-height:2.75rem;cursor:pointer}
button:focus-visible,a:focus-visible,textarea:focus-visible,input:focus-visible,select:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.problem{color:var(--bad)}
.notice{border-inline-start:.25rem solid;background:var(--wash);padding:.75rem 1rem;margin:1rem 0}
.good-notice{border-color:var(--good)}
.bad-notice{border-color:var(--bad)}
`;
