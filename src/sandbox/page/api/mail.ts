/** A letter that the mail server on this machine took. */
export interface MailLetter {
  id: number;
  at: number;
  recipient: string;
  subject: string;
  text: string;
  html: string;
  headers: string[];
  attachments: { path: string; name: string; bytes: number }[];
}

export interface MailState {
  mode: string;
  letters: MailLetter[];
}
