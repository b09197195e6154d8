/** What leaves the house: one model, three ways of drawing it. It knows no invoice. Decision 0042 */

export type { PageField, PageForm, PageLink, PageParts } from './html/form-html.ts';
export { type Mail, renderMail } from './html/mail.ts';
export { type Page, renderPage } from './html/page.ts';
export {
  type Block,
  type BlockKind,
  type Cell,
  type Column,
  type Paper,
  type PaperLanguage,
  type Picture,
  paperDigest,
  paperLanguage,
  type Sum,
  titleOf,
} from './paper.ts';
export { createPress, type Press } from './pdf/press.ts';
export { type PictureSize, pictureSize } from './picture.ts';
export { moneyIn } from './words.ts';
