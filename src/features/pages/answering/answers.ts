/** How Baton answers browsers: with pages of one look and nothing that runs. */
import type { HttpAnswer, Refusal } from '../../../platform/http/route.ts';
import { type Page, type PageParts, type Paper, renderPage } from '../../papers/index.ts';

const headersOf = ({ styleSource }: Page): Readonly<Record<string, string>> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src ${styleSource}; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'x-robots-tag': 'noindex, nofollow',
});

export const pageAnswer = (status: number, paper: Paper, parts: PageParts = {}): HttpAnswer => {
  const page = renderPage(paper, parts);
  return { status, headers: headersOf(page), body: page.html };
};

const saying = (status: number, title: string, text: readonly string[]): HttpAnswer =>
  pageAnswer(status, {
    language: 'en',
    format: 'a4',
    title,
    blocks: text.map((each) => ({ kind: 'paragraph', text: each })),
  });

/** For what is unknown and what is malformed alike: nobody learns which of both it was. */
export const unknownPage: HttpAnswer = saying(404, 'No such page', [
  'There is no page at this address. Check that the link was copied whole, or ask whoever sent it to you.',
  'A questo indirizzo non c’è nessuna pagina. Controlli di aver copiato tutto il link, o chieda a chi gliel’ha inviato.',
]);

/** For who had a link that was good once. */
export const endedPage: HttpAnswer = saying(410, 'This link is not valid any more', [
  'It was renewed or withdrawn. Ask whoever sent it to you for the new one. Nothing that you sent now was recorded.',
  'Il link è stato rinnovato o revocato. Chieda quello nuovo a chi gliel’ha inviato. Nulla di quanto inviato ora è stato registrato.',
]);

/** What was sent is no form of ours. */
export const unreadableForm: HttpAnswer = saying(400, 'This could not be read', [
  'Nothing was recorded. Go back, reload the page, and send the form again.',
  'Nulla è stato registrato. Torni indietro, ricarichi la pagina e invii di nuovo il modulo.',
]);

const refusals: Readonly<Record<Refusal, HttpAnswer>> = {
  408: saying(408, 'This took too long to arrive', [
    'Nothing was recorded. Go back and send it again, where the connection is better.',
    'Nulla è stato registrato. Torni indietro e lo invii di nuovo con una connessione migliore.',
  ]),
  413: saying(413, 'This is too large', [
    'Nothing was recorded. Go back and send less at once: a file may have 10 MB, a text 2,000 characters.',
    'Nulla è stato registrato. Torni indietro e invii meno per volta: un file può avere 10 MB, un testo 2.000 caratteri.',
  ]),
  429: saying(429, 'Too many at once', [
    'This was asked for very often just now. Nothing was recorded. Wait a minute, and try again.',
    'Questa richiesta è arrivata troppe volte. Nulla è stato registrato. Attenda un minuto e riprovi.',
  ]),
};

/** What a browser is told that sends too much, too slowly or too often. */
export const refusal = (status: Refusal): HttpAnswer => refusals[status];

/** Back to the page, which says what there is now: reloading it sends nothing again. */
export const seeAgain = (token: string): HttpAnswer => ({ status: 303, headers: { location: token } });
