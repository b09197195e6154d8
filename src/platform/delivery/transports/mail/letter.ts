import MailComposer from 'nodemailer/lib/mail-composer';
import { z } from 'zod';
import type { Outgoing } from '../../transport.ts';
import type { Envelope } from './smtp.ts';

/** What features write: see `MailContent`, and to whom. */
const stored = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), base64: z.base64() })).optional(),
});

/** There is no letter to be sent; nothing was asked of the server. */
export class NoLetter extends Error {
  override readonly name = 'NoLetter';
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

/** @throws NoLetter with a sentence that an admin reads */
export const letterOf = async ({ id, content }: Outgoing, from: string): Promise<Letter> => {
  const read = stored.safeParse(content);
  if (!read.success) throw new NoLetter('what was stored of it cannot be read');
  const { to, subject, text, html, attachments = [] } = read.data;
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
    attachments: attachments.map(({ name, type, base64 }) => ({
      filename: name,
      contentType: type,
      content: Buffer.from(base64, 'base64'),
    })),
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
