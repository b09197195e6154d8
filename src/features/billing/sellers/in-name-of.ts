import type { Tx } from '../../../platform/db/open.ts';
import { readKept } from '../../../platform/files/kept-files.ts';
import type { Attachment, MailContent } from '../../../platform/work/content.ts';
import { type Block, type PaperLanguage, type Picture, renderMail } from '../../papers/index.ts';
import type { Look } from './look.ts';
import type { Seller } from './seller.ts';

/** Whatever a letter's writer is known by. */
export type Writes = Pick<Seller, 'name' | 'email' | 'replyTo' | 'bounceTo' | keyof Look>;

/** A letter before it is in anybody's name. */
interface Written {
  readonly draft: {
    readonly to: readonly string[];
    readonly cc?: readonly string[];
    readonly subject: string;
    /** Its paragraphs, with blank lines between them. */
    readonly text: string;
  };
  readonly language: PaperLanguage;
  readonly title: string;
  readonly number?: string | undefined;
  /** What stands above its words, and below them. */
  readonly above?: readonly Block[];
  readonly below?: readonly Block[];
  readonly attachments?: readonly Attachment[];
}

/** The letter in a seller's name, the same for each of its recipients: how it begins and looks, whom it is from, where answers and bounces go. */
export const mailInNameOf = (
  { name, email, replyTo, bounceTo, colour, logo }: Writes,
  { draft, language, title, number, above = [], below = [], attachments = [] }: Written,
): MailContent => {
  const { to, cc = [], subject } = draft;
  const pictures: readonly Attachment[] = logo
    ? [{ name: `logo.${logo.type}`, type: `image/${logo.type}`, hash: logo.hash, cid: 'logo' }]
    : [];
  const paragraphs = draft.text.split(/\n{2,}/).map((part) => ({ kind: 'paragraph' as const, text: part }));
  const { html, text } = renderMail({
    language,
    title,
    number,
    format: language === 'it' ? 'a4' : 'us-letter',
    colour,
    blocks: [
      { kind: 'letterhead', name, lines: [email], attachedLogo: logo && 'logo' },
      ...above,
      ...paragraphs,
      ...below,
    ],
  });
  const attached = [...attachments, ...pictures];
  return {
    subject,
    text,
    html,
    ...(attached.length > 0 ? { attachments: attached } : {}),
    heads: { to, ...(cc.length > 0 ? { cc } : {}) },
    sender: name,
    replyTo: replyTo ?? email,
    ...(bounceTo ? { bounceTo } : {}),
  };
};

/** A seller with the logo's bytes, as papers and pages have it. @throws FileDamaged */
export const withLogo = async <S extends Look & { readonly name: string }>(
  tx: Tx,
  seller: S,
): Promise<Omit<S, 'logo'> & { readonly logo: Picture | undefined }> => {
  if (!seller.logo) return { ...seller, logo: undefined };
  const parts: Buffer[] = [];
  for await (const part of readKept(tx, seller.logo.hash)) parts.push(part);
  const { type } = seller.logo;
  return { ...seller, logo: { type, bytes: new Uint8Array(Buffer.concat(parts)), alt: seller.name } };
};
