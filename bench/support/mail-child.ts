/** A mail server in a process of its own that takes everything and counts it. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

let letters = 0;
let bytes = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  closeTimeout: 100,
  onData: (stream, _session, done) => {
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    stream.on('end', () => {
      letters += 1;
      done();
    });
  },
});
server.on('error', () => undefined);
const listener = server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}` });
});
process.on('message', () => {
  process.send?.({ letters, bytes });
  letters = 0;
  bytes = 0;
});
process.on('disconnect', () => process.exit(0));
