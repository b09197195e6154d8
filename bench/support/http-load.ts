import { createHmac } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** An HTTP/1.1 client that costs little: whole requests as bytes over kept-alive connections, one at a time on each. */
export interface Pool {
  /** Sends as soon as a connection is free. @returns status (0 when none came) and body */
  send(request: Buffer): Promise<{ readonly status: number; readonly body: string }>;
  close(): void;
}

interface Job {
  readonly request: Buffer;
  readonly done: (answer: { status: number; body: string }) => void;
}

/** The answer, once it is there in full. */
const readAnswer = (data: string): { status: number; body: string } | undefined => {
  const end = data.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = data.slice(0, end);
  const body = data.slice(end + 4);
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return Buffer.byteLength(body) >= Number(length) ? { status, body } : undefined;
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return body.endsWith('0\r\n\r\n') ? { status, body } : undefined;
  return { status, body };
};

export const openPool = (port: number, connections: number): Pool => {
  const waiting: Job[] = [];
  const idle: Socket[] = [];
  let open = 0;
  let closed = false;

  const start = (socket: Socket, job: Job): void => {
    let data = '';
    const onData = (chunk: Buffer) => {
      data += chunk.toString('latin1');
      const answer = readAnswer(data);
      if (!answer) return;
      socket.off('data', onData);
      socket.off('close', onClose);
      job.done(answer);
      const next = waiting.shift();
      if (next) start(socket, next);
      else idle.push(socket);
    };
    const onClose = () => {
      job.done({ status: 0, body: '' });
      const next = waiting.shift();
      if (next && !closed) start(add(), next);
    };
    socket.on('data', onData);
    socket.once('close', onClose);
    socket.write(job.request);
  };
  const add = (): Socket => {
    open += 1;
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      open -= 1;
      const at = idle.indexOf(socket);
      if (at >= 0) idle.splice(at, 1);
    });
    return socket;
  };

  return {
    send: (request) =>
      new Promise((done) => {
        const socket = idle.pop() ?? (open < connections ? add() : undefined);
        if (socket) start(socket, { request, done });
        else waiting.push({ request, done });
      }),
    close: () => {
      closed = true;
      for (const socket of idle) socket.destroy();
    },
  };
};

/** A request as Slack sends it, signed now. */
export const signedRequest = (
  port: number,
  secret: string,
  body: string,
  contentType = 'application/x-www-form-urlencoded',
): Buffer => {
  const at = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  return Buffer.from(
    `POST /slack/events HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: ${contentType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `x-slack-request-timestamp: ${at}\r\nx-slack-signature: v0=${signature}\r\n\r\n${body}`,
  );
};
