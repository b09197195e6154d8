import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';

const ofBaton = /^\/(?:p|bills|forms|reminders|go)\//;

/** What browsers ask Baton for, at the sandbox's own address (PUBLIC_URL): a proxy in front, as in production. @returns whether it was that */
export const handOn = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  batonPort: () => number,
): boolean => {
  if (!ofBaton.test(path)) return false;
  const { method, headers, url } = request;
  const asked = ask({ host: '127.0.0.1', port: batonPort(), path: url, method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  asked.on('error', () => {
    if (response.headersSent) return response.destroy();
    response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
    return response.end('Baton is being restarted; try again in a moment.');
  });
  request.pipe(asked);
  return true;
};
