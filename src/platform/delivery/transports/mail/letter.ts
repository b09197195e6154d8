import MailComposer from 'nodemailer/lib/mail-composer';
import { z } from 'zod';
import { FileDamaged } from '../../../files/kept-files.ts';
import type { Outgoing } from '../../transport.ts';
import type { Envelope } from './smtp.ts';

/** What features write: see `MailContent`, and to whom. */
const stored = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), hash: z.string() })).optional(),
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

/** @throws NoLetter with a sentence that an admin reads */
export const letterOf = async ({ id, content }: Outgoing, from: string, read: ReadFile): Promise<Letter> => {
  const letter = stored.safeParse(content);
  if (!letter.success) throw new NoLetter('what was stored of it cannot be read');
  const { to, subject, text, html, attachments = [] } = letter.data;
  if (!/^[^@\s]+@[^@\s]+$/.test(to)) throw new NoLetter('its address was erased');
  const sender = addressOf(from);
  const messageId = `<${id}@${domainOf(sender)}>`;
  const composer = new MailComposer({
    from,
    to: { name: '', address: to },
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    messageId,
    attachments: await Promise.all(
      attachments.map(async ({ name, type, hash }) => ({
        filename: name,
        contentType: type,
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
  return { envelope: { from: sender, to }, messageId, bytes };
};
