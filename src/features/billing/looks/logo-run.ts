import { createHash } from 'node:crypto';
import { z } from 'zod';
import { NotFound, UserError } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { needKept } from '../../../platform/files/kept-files.ts';
import { type RunKind, runKind } from '../../../platform/runs/index.ts';
import { type Press, pictureSize } from '../../papers/index.ts';
import { lockSellers, sellerById, sellerDoor, updateLook, withLogo } from '../sellers/index.ts';
import { ledgerEditors } from '../setup/index.ts';

/** A file that somebody gave Baton in Slack. */
export type OpenFile = (fileId: string) => Promise<{ readonly body: AsyncIterable<Uint8Array> }>;

export const logoRun = 'seller.logo';

/** Each mail carries it, and each paper has it within. Bytes, and pixels along a side. */
export const mostBytes = 256 * 1024;
const mostPixels = 2_000;

const parameters = z.object({ sellerId: z.string(), name: z.string(), fileId: z.string(), fileName: z.string() });
const checked = z.object({ hash: z.string(), type: z.enum(['png', 'jpeg']) });

async function* capped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const part of source) {
    size += part.length;
    if (size > mostBytes)
      throw new UserError(
        'This logo has more than 256 kB, and every letter would carry it. Save it smaller, and upload that.',
      );
    yield part;
  }
}

/** @throws UserError where it is no picture that papers can have */
const checkPicture = (bytes: Uint8Array): z.infer<typeof checked> => {
  const size = pictureSize(bytes);
  if (!size)
    throw new UserError('This file is neither a PNG nor a JPEG, whatever it is called. Save the logo as one of these.');
  if (size.width < 1 || size.height < 1 || size.width > mostPixels || size.height > mostPixels)
    throw new UserError(
      `This logo has ${size.width} × ${size.height} pixels, and at most ${mostPixels} along each side are printed well. Save it smaller.`,
    );
  return { type: size.type, hash: createHash('sha256').update(bytes).digest('hex') };
};

/**
 * A logo is read from Slack and looked at first; then a paper is printed with it, so that one which cannot be drawn stops here and no invoice;
 * then it is the seller's. What was issued keeps the logo that it had. CUS-2, BIL-12
 */
export const logoKind = (openFile: OpenFile, press: Press): RunKind =>
  runKind({
    name: logoRun,
    parameters,
    title: ({ name, fileName }) => `Logo of ${name} from ${fileName}`,
    roles: ledgerEditors,
    doing: 'change how papers look',
    channel: 'accounting',
    timeout: 60_000,
    file: {
      name: ({ fileName }) => fileName,
      open: async function* ({ fileId }) {
        yield* capped((await openFile(fileId)).body);
      },
    },
    prepare: async (deps, { cursor }) => {
      const logo = checked.safeParse(cursor).data;
      if (!logo) return;
      const shown = await withLogo(deps.db.prisma, { name: 'Logo', logo });
      const blocks = [{ kind: 'letterhead' as const, name: shown.name, lines: [], logo: shown.logo }];
      await press.print({ language: 'en', title: 'Logo', format: 'a4', blocks }).catch((cause: unknown) => {
        if (cause instanceof UserError) throw cause;
        throw new UserError(
          'This logo cannot be printed: the file is damaged, or of a kind that papers do not take. Save it anew as PNG.',
          {
            cause,
          },
        );
      });
    },
    chunk: async (work, { parameters: { sellerId }, cursor, file }) => {
      if (!file) throw new Error('a logo has a file');
      const logo = checked.safeParse(cursor).data;
      if (!logo) {
        const parts: Uint8Array[] = [];
        for await (const part of file.read()) parts.push(part);
        return { counts: {}, cursor: checkPicture(Buffer.concat(parts)) };
      }
      await lockSellers(work.tx);
      const seller = await sellerById(work.tx, sellerId);
      if (!seller) throw new NotFound('seller');
      const subject = { type: sellerDoor.subject, id: sellerId };
      await needKept(work.tx, [{ owner: subject, hash: logo.hash }]);
      await updateLook(work.tx, sellerId, seller.version, { colour: seller.colour, logo });
      work.audit({
        action: 'seller.look_changed',
        subject,
        before: { logo: seller.logo?.hash ?? null },
        after: { logo: logo.hash },
      });
      return { counts: { logos: 1 }, told: [`What ${seller.name} writes from now on has this logo.`] };
    },
    failed: async (work, { runId, parameters: { name }, startedBy }, problem) =>
      work.post({
        to: { user: startedBy },
        content: { text: `The logo of ${escapeMrkdwn(name)} stays as it was. ${escapeMrkdwn(problem)}` },
        key: `logo:${runId}`,
      }),
  });
