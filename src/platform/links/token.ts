/** What stands in the address of a page that is given to somebody without a login: nobody can guess or make one. DESIGN §8 */
import { createHmac } from 'node:crypto';
import { parseSubject, type Subject, subjectText } from '../../core/subject.ts';
import { sameToken } from '../http/tokens.ts';

/** Which link of a thing it is: each renewal makes the next, and the ones before lead nowhere. */
export interface Signed {
  readonly subject: Subject;
  readonly generation: number;
}

const idBytes = 16;
const generationBytes = 4;
const shape = /^[A-Za-z0-9_-]{56}$/;

const bytesOf = ({ subject: { id }, generation }: Signed): Buffer => {
  const number = Buffer.alloc(generationBytes);
  number.writeUInt32BE(generation);
  return Buffer.concat([Buffer.from(id.replaceAll('-', ''), 'hex'), number]);
};

/** 22 bytes: 176 bits that nobody has without the key. */
const signature = (key: string, { subject, generation }: Signed): Buffer =>
  createHmac('sha256', key)
    .update(`baton page\n${subjectText(subject)}\n${generation}`)
    .digest()
    .subarray(0, 22);

/** 56 characters that an address takes as they are: the id, the generation, and the key's word for both. */
export const makeToken = (key: string, signed: Signed): string =>
  Buffer.concat([bytesOf(signed), signature(key, signed)]).toString('base64url');

/** What a token says, which is nothing before `isSigned` has said so. @returns undefined where it says nothing at all */
export const readToken = (type: string, token: string): Signed | undefined => {
  if (!shape.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  const id = bytes.toString('hex', 0, idBytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const subject = parseSubject(`${type}:${id}`);
  return subject && { subject, generation: bytes.readUInt32BE(idBytes) };
};

export const isSigned = (key: string, token: string, signed: Signed): boolean =>
  sameToken(token, makeToken(key, signed));
