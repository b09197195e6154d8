import MailComposer from 'nodemailer/lib/mail-composer';
import { z } from 'zod';
import { isEmail } from '../../../../core/text/email.ts';
import { FileDamaged } from '../../../files/kept-files.ts';
import type { Outgoing } from '../../transport.ts';
import type { Envelope } from './smtp.ts';

/** What features write: see `MailContent`, and to whom. */
const stored = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
  attachments: z
    .array(z.object({ name: z.string(), type: z.string(), hash: z.string(), cid: z.string().optional() }))
    .optional(),
  heads: z.object({ to: z.array(z.string()), cc: z.array(z.string()).optional() }).optional(),
  sender: z.string().optional(),
  replyTo: z.string().optional(),
  bounceTo: z.string().optional(),
  unsubscribe: z.string().optional(),
  letterId: z.string().optional(),
});

/** There is no letter to be sent; nothing was asked of the server. */
export class NoLetter extends Error {
  override readonly name = 'NoLetter';
}

/** The database was away: nothing was asked of the server. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
}

export interface Letter {
  readonly envelope: Envelope;
  /** The same each time it is sent, so that a mailbox that gets it twice can tell. */
  readonly messageId: string;
  readonly bytes: Buffer;
}

/** The address in `Baton <baton@example.com>`, or the whole where there is no name. */
export const addressOf = (sender: string): string => /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender.trim();

/** Addresses are never read as lists or names: each is one, as it was checked. */
const plainly = (addresses: readonly string[]) => addresses.filter(isEmail).map((address) => ({ name: '', address }));

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** Reads a kept file by its hash. @throws FileDamaged, also when it is not kept any more */
export type ReadFile = (hash: string) => AsyncIterable<Uint8Array>;

const attached = async (read: ReadFile, name: string, hash: string): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of read(hash)) parts.push(part);
  } catch (error) {
    if (!(error instanceof FileDamaged))
      throw new NotNow('its attachments could not be read just now', { cause: error });
    throw new NoLetter(`its attachment ${name} is not there any more, or is damaged`, { cause: error });
  }
  return Buffer.concat(parts);
};

/** Mail programs offer one press where an address of the web takes it (RFC 8058). */
const waysOut = (unsubscribe: string): Readonly<Record<string, string>> => ({
  'List-Unsubscribe': `<${unsubscribe}>`,
  ...(unsubscribe.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
});

/** @throws NoLetter with a sentence that an admin reads */
export const letterOf = async ({ id, content }: Outgoing, from: string, read: ReadFile): Promise<Letter> => {
  const letter = stored.safeParse(content);
  if (!letter.success) throw new NoLetter('what was stored of it cannot be read');
  const { to, subject, text, html, attachments = [], heads, sender, replyTo, bounceTo, unsubscribe } = letter.data;
  if (!to.includes('@')) throw new NoLetter('its address was erased');
  if (!isEmail(to)) throw new NoLetter('its address is none that mail can be sent to');
  const ours = addressOf(from);
  const messageId = `<${letter.data.letterId ?? id}@${domainOf(ours)}>`;
  const composer = new MailComposer({
    from: sender === undefined ? from : { name: sender, address: ours },
    to: plainly(heads?.to ?? [to]),
    ...(heads?.cc ? { cc: plainly(heads.cc) } : {}),
    ...(replyTo !== undefined && isEmail(replyTo) ? { replyTo: { name: '', address: replyTo } } : {}),
    ...(unsubscribe === undefined ? {} : { headers: waysOut(unsubscribe) }),
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    messageId,
    attachments: await Promise.all(
      attachments.map(async ({ name, type, hash, cid }) => ({
        filename: name,
        contentType: type,
        ...(cid === undefined ? {} : { cid, contentDisposition: 'inline' as const }),
        content: await attached(read, name, hash),
      })),
    ),
    // A letter is made of what was written down, and of nothing that it names.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const bytes = await composer
    .compile()
    .build()
    .catch((error: unknown) => {
      throw new NoLetter('it cannot be made into a letter', { cause: error });
    });
  return { envelope: { from: bounceTo !== undefined && isEmail(bounceTo) ? bounceTo : ours, to }, messageId, bytes };
};
