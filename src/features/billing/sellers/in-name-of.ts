import type { Tx } from '../../../platform/db/open.ts';
import { readKept } from '../../../platform/files/kept-files.ts';
import type { Attachment, MailContent } from '../../../platform/work/content.ts';
import type { Block, Picture } from '../../papers/index.ts';
import type { Look } from './look.ts';
import type { Seller } from './seller.ts';

/** Whatever a letter's writer is known by. */
export type Writes = Pick<Seller, 'name' | 'email' | 'replyTo' | 'bounceTo' | keyof Look>;

/** What all letters in a seller's name have in common: how they begin and look, whom they are from, where answers and bounces go. */
export const inNameOf = ({ name, email, replyTo, bounceTo, colour, logo }: Writes) => {
  const head: Block = { kind: 'letterhead', name, lines: [email], attachedLogo: logo && 'logo' };
  const attachments: readonly Attachment[] = logo
    ? [{ name: `logo.${logo.type}`, type: `image/${logo.type}`, hash: logo.hash, cid: 'logo' }]
    : [];
  const sender: Pick<MailContent, 'sender' | 'replyTo' | 'bounceTo'> = {
    sender: name,
    replyTo: replyTo ?? email,
    ...(bounceTo ? { bounceTo } : {}),
  };
  return { head, colour, attachments, sender };
};

/** The same with the logo's bytes, as papers and pages have it. @throws FileDamaged */
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
