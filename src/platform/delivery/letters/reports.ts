import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import { cleanText } from '../../../core/text/clean-text.ts';
import { clip } from '../../../core/text/text.ts';
import type { Tx } from '../../db/open.ts';
import { type HttpAnswer, json } from '../../http/route.ts';
import { sameToken } from '../../http/tokens.ts';
import type { Route, Slice } from '../../slice/slice.ts';
import { Repeated } from '../../work/transact.ts';
import { type Deps, system, type Work } from '../../work/work.ts';
import { withoutAddresses } from './addresses.ts';
import { type LetterFate, lettersFared } from './fate.ts';

/** How far the clock of whoever signs may be from ours; milliseconds. Older ones may be somebody's who listened. */
const tolerance = 5 * 60_000;

const schema = z.object({
  reports: z
    .array(
      z.object({
        messageId: z.string().max(500),
        recipient: z.string().max(500),
        event: z.string().max(50),
        reason: z.string().max(5000).optional(),
      }),
    )
    .min(1)
    .max(1000),
});
type Report = z.infer<typeof schema>['reports'][number];

const signatureOf = (secret: string, at: string, body: Buffer): string =>
  createHmac('sha256', secret).update(`${at}.`).update(body).digest('hex');

/** Whether `t=1767225600,v1=…` signs these bytes, not long ago. */
export const isSigned = (header: string, secret: string, body: Buffer, now: Date): boolean => {
  const [, at = '', given = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  // Compared in any case, so that it takes as long.
  const fits = sameToken(given, signatureOf(secret, at, body));
  return fits && Math.abs(now.getTime() - Number(at) * 1000) <= tolerance;
};

/** The id of the letter in `<id@our.domain>`. */
const letterIn = (messageId: string): string | undefined =>
  /^<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^@]+$/i.exec(messageId.trim())?.[1]?.toLowerCase();

const noteBounce = async (tx: Tx, letterId: string, { recipient, reason }: Report): Promise<string | undefined> => {
  const to = recipient.trim().toLowerCase();
  const [post] = await tx.$queryRaw<{ id: string }[]>`
    UPDATE posts SET is_bounce = true, problem = ${withoutAddresses(clip(cleanText(reason ?? ''), 500))}
    WHERE letter_id = ${letterId}::uuid AND transport = 'mail' AND state = 'sent' AND lower(payload->>'to') = ${to} RETURNING id`;
  return post?.id;
};

const takeReports = async (work: Work, reports: readonly Report[]): Promise<number> => {
  const fates: LetterFate[] = [];
  for (const report of reports) {
    const letterId = report.event === 'bounced' ? letterIn(report.messageId) : undefined;
    const postId = letterId && (await noteBounce(work.tx, letterId, report));
    if (!postId) continue;
    const how = withoutAddresses(clip(cleanText(report.reason ?? ''), 500));
    fates.push({ letterId, postId, to: report.recipient.trim(), fate: 'bounced', how, at: work.now });
  }
  if (fates.length > 0) await work.emit(lettersFared, fates);
  return fates.length;
};

const parsed = (body: Buffer): readonly Report[] | undefined => {
  try {
    return schema.safeParse(JSON.parse(body.toString('utf8'))).data?.reports;
  } catch {
    return undefined;
  }
};

const answerReports = async (deps: Deps, body: Buffer): Promise<HttpAnswer> => {
  const reports = parsed(body);
  if (!reports)
    return json(400, {
      error: 'the body must be {"reports": [{"messageId", "recipient", "event", "reason"}, …]}, at most 1000',
    });
  const requestId = `mail-reports:${createHash('sha256').update(body).digest('hex')}`;
  try {
    const taken = await deps.transact({ ...system, requestId }, (work) => takeReports(work, reports));
    return json(200, { taken, ignored: reports.length - taken });
  } catch (error) {
    if (error instanceof Repeated) return json(200, { taken: 0, ignored: reports.length });
    throw error;
  }
};

const route = (secret: string): Route => ({
  method: 'POST',
  path: '/webhooks/mail',
  body: { bytes: 1024 * 1024, milliseconds: 10_000 },
  limits: { perAddress: { times: 600, seconds: 60 } },
  answer: async (deps, { headers, body }) =>
    isSigned(String(headers['baton-signature'] ?? ''), secret, body, deps.clock.now())
      ? answerReports(deps, body)
      : json(401, { error: 'the signature is missing, wrong or too old' }),
});

/**
 * Reports of what became of letters after a server had taken them (docs/operations.md). BIL-3
 * @param secret whoever knows it may report; without it nobody can
 */
export const mailReportsSlice = (secret: string | undefined): Slice => ({
  name: 'mail reports',
  routes: secret ? [route(secret)] : [],
});
