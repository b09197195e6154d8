/** What a part of a paper is called where it is drawn: a page styles it by its class, a mail at the element. */
export type Part =
  | 'letterhead'
  | 'logo'
  | 'writer'
  | 'quiet'
  | 'title'
  | 'heading'
  | 'parties'
  | 'party'
  | 'label'
  | 'strong'
  | 'figures'
  | 'value'
  | 'main'
  | 'paragraph'
  | 'table'
  | 'head'
  | 'cell'
  | 'sum'
  | 'end'
  | 'note'
  | 'payment'
  | 'link'
  | 'signature'
  | 'good'
  | 'bad'
  | 'break';

export interface Look {
  /** An attribute with a blank before it, or nothing. */
  readonly at: (...parts: readonly Part[]) => string;
  /** Pictures and codes are for pages: mails block the ones and do not need the others. */
  readonly hasPictures: boolean;
}
