import type { Page } from 'playwright-core';

/**
 * What a person with weak eyes, without a mouse or with a screen reader would stumble over, found in the page as it stands. The
 * scripts run in the browser, hence the strings.
 */

const helpers = `
const seen = (element) => {
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const top = document.querySelector('dialog.confirm') ?? document.querySelector('dialog[open]');
  return box.width > 1 && box.height > 1 && style.visibility !== 'hidden' && (!top || top.contains(element) || !!element.closest('[popover]'));
};
const colour = (text) => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  canvas.fillStyle = text;
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
};
const over = (above, below) => above.slice(0, 3).map((part, n) => part * above[3] + below[n] * (1 - above[3]));
const ground = (element) => {
  if (!element) return colour('white').slice(0, 3);
  const own = colour(getComputedStyle(element).backgroundColor);
  return own[3] === 1 ? own.slice(0, 3) : over(own, ground(element.parentElement));
};
const light = (rgb) => {
  const [r, g, b] = rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ratio = (a, b) => {
  const [dark, bright] = [light(a), light(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
};
const where = (element) => {
  const name = element.tagName.toLowerCase() + (element.className ? '.' + String(element.className).trim().replaceAll(' ', '.') : '');
  return name + ' "' + (element.getAttribute('aria-label') ?? element.placeholder ?? element.textContent ?? '').trim().slice(0, 40) + '"';
};
`;

/** WCAG 1.4.3 and 1.4.11: 4.5 for text, 3 for large text and for the edges of fields. Disabled controls are exempt. */
const contrast = `(() => {
  ${helpers}
  const bad = [];
  const shine = (element) => (element ? Number(getComputedStyle(element).opacity || 1) * shine(element.parentElement) : 1);
  const judge = (element, inkText, at, least, what) => {
    const back = ground(at);
    const ink = colour(inkText);
    // What is shown on hovering only is judged as it is shown then.
    const found = ratio(over([...ink.slice(0, 3), ink[3] * (shine(element) || 1)], back), back);
    if (found < least) bad.push(where(element) + ' ' + what + ' ' + found.toFixed(2) + ' < ' + least);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!/[\\p{L}\\p{N}×‹➤]/u.test(walker.currentNode.data) || !seen(element) || element.closest(':disabled, .visually-hidden, .skip-link, script, style')) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    judge(element, style.color, element, size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5, 'text');
  }
  for (const field of document.querySelectorAll('input, textarea')) {
    if (!seen(field) || field.disabled) continue;
    if (field.placeholder) judge(field, getComputedStyle(field, '::placeholder').color, field, 4.5, 'placeholder');
    const edged = field.closest('.combobox, .composer, .file-field') ?? field;
    const style = getComputedStyle(edged);
    if (!['checkbox', 'radio', 'file'].includes(field.type)) judge(edged, style.borderTopColor, edged.parentElement, 3, 'edge');
  }
  return bad;
})()`;

/** WCAG 4.1.2: whatever can be pressed or filled in has a name. */
const nameless = `(() => {
  ${helpers}
  const labelled = (element) =>
    (element.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join('') ||
    element.getAttribute('aria-label') ||
    [...(element.labels ?? [])].map((label) => label.textContent).join('') ||
    (element.matches('button, a, [role=option], [role=menuitem]') ? element.innerText : '');
  return [...document.querySelectorAll('button, a[href], input:not([hidden]), textarea, dialog, [role=dialog], [role=listbox], [role=menu], nav, aside, section[tabindex]')]
    .filter((element) => seen(element) && !labelled(element).trim())
    .map((element) => element.outerHTML.slice(0, 120));
})()`;

/** WCAG 1.3.1, 4.1.1: no id twice, since labels and descriptions go by them. */
const repeatedIds = `(() => {
  const all = [...document.querySelectorAll('[id]')].map((element) => element.id);
  return all.filter((id, at) => all.indexOf(id) !== at);
})()`;

/** WCAG 1.4.10: nothing makes the window scroll sideways, and nothing that can be pressed lies outside it. */
const outside = `(() => {
  ${helpers}
  const wide = document.documentElement.scrollWidth > window.innerWidth ? ['the page is ' + document.documentElement.scrollWidth + ' wide'] : [];
  const cut = [...document.querySelectorAll('button, input, textarea, a[href]')]
    .filter((element) => seen(element) && !element.closest('.visually-hidden, .skip-link, .block-table, pre'))
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return box.left < -1 || box.right > window.innerWidth + 1;
    })
    .map(where);
  return [...wide, ...cut];
})()`;

/** WCAG 2.4.7: what has the focus shows it, by an outline of its own or of the frame around it. */
const hiddenFocus = `(() => {
  ${helpers}
  const element = document.activeElement;
  if (!element || element === document.body) return [];
  const shows = (at) => at && getComputedStyle(at).outlineStyle !== 'none' && parseFloat(getComputedStyle(at).outlineWidth) >= 1;
  return shows(element) || shows(element.closest('.combobox, .composer')) ? [] : [where(element)];
})()`;

export interface Looks {
  /** Findings, each prefixed by where the page was; empty when all is well. */
  readonly found: string[];
  /** Judges the page as it stands now. */
  readonly judge: (where: string) => Promise<void>;
  /** Goes round by Tab, as often as said, and judges each stop. */
  readonly tabThrough: (where: string, times: number) => Promise<string[]>;
}

export const looksOf = (page: Page): Looks => {
  const found: string[] = [];
  const ask = (script: string): Promise<string[]> => page.evaluate<string[]>(script);
  const note = (where: string, all: readonly string[]) => {
    for (const each of new Set(all)) found.push(`${where}: ${each}`);
  };
  return {
    found,
    async judge(where) {
      for (const script of [contrast, nameless, repeatedIds, outside]) note(where, await ask(script));
    },
    async tabThrough(where, times) {
      const stops: string[] = [];
      for (let n = 0; n < times; n += 1) {
        await page.keyboard.press('Tab');
        note(where, await ask(hiddenFocus));
        stops.push(await page.evaluate<string>(`(() => { ${helpers} return where(document.activeElement); })()`));
      }
      return stops;
    },
  };
};
