import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { mailModes, type PostOffice } from './post-office.ts';

/** What Baton's webhook of reports is signed with; this machine's own. */
export const mailSecret = 'the sandbox signs its reports with this';

/** Tells Baton that a letter came back, as a mail provider would. @throws Error with what Baton answered */
const bounce = async (office: PostOffice, id: number, batonPort: number, now: number): Promise<void> => {
  const letter = office.letter(id);
  if (!letter) throw new Error('This letter is not there any more.');
  const { messageId = '' } = letter.parsed;
  const report = { messageId, recipient: letter.shown.recipient, event: 'bounced', reason: '552 mailbox full' };
  const body = JSON.stringify({ reports: [report] });
  const t = Math.floor(now / 1000);
  const v1 = createHmac('sha256', mailSecret).update(`${t}.${body}`).digest('hex');
  const answer = await fetch(`http://127.0.0.1:${batonPort}/webhooks/mail`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'baton-signature': `t=${t},v1=${v1}` },
    body,
  });
  if (!answer.ok) throw new Error(`Baton answered ${answer.status}.`);
};

export const mailState = (office: PostOffice) => ({ mode: office.mode(), letters: office.letters() });

/** The switch, and a letter that comes back. */
export const changeMail = async (
  office: PostOffice,
  body: Readonly<Record<string, unknown>>,
  baton: { readonly port: number; readonly now: number },
): Promise<ReturnType<typeof mailState>> => {
  const mode = mailModes.find((each) => each === body.mode);
  if (mode) office.setMode(mode);
  if (typeof body.bounce === 'number') await bounce(office, body.bounce, baton.port, baton.now);
  return mailState(office);
};

/** `/baton/mail/7/0`: an attachment, to be saved and never shown in the page. @returns whether it was one */
export const sendAttachment = (office: PostOffice, path: string, response: ServerResponse): boolean => {
  const [, id, at] = /^\/baton\/mail\/(\d+)\/(\d+)$/.exec(path) ?? [];
  const found = office.letter(Number(id))?.parsed.attachments[Number(at)];
  if (id === undefined || !found) return false;
  const name = (found.filename ?? 'attachment').replace(/[^\w. -]/g, '_');
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${name}"`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  });
  response.end(found.content);
  return true;
};
