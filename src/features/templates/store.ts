import { newId } from '../../core/ids.ts';
import type { Tx } from '../../platform/db/open.ts';
import type { Work } from '../../platform/work/work.ts';
import { type PaperLanguage, paperLanguage } from '../papers/index.ts';
import type { Words } from './kind.ts';

export interface Version extends Words {
  readonly version: number;
  /** The version whose words these are again, where somebody went back to it. */
  readonly basedOn: number | undefined;
  readonly writtenBy: string;
  readonly writtenAt: Date;
}

/** Whose words: a kind's key, and the language. */
export interface TemplateKey {
  readonly kind: string;
  readonly language: PaperLanguage;
}

const columns = {
  version: true,
  subject: true,
  body: true,
  basedOn: true,
  writtenBy: true,
  writtenAt: true,
} as const;

/** Newest first. */
export const versionsOf = async (
  tx: Tx,
  { kind, language }: TemplateKey,
  take: number,
): Promise<readonly Version[]> => {
  const rows = await tx.letterTemplate.findMany({
    where: { kind, language },
    select: columns,
    orderBy: { version: 'desc' },
    take,
  });
  return rows.map((row) => ({ ...row, basedOn: row.basedOn ?? undefined }));
};

export const newestVersion = async (tx: Tx, key: TemplateKey): Promise<Version | undefined> =>
  (await versionsOf(tx, key, 1))[0];

/** One version of them, if there is such. */
export const versionOf = async (
  tx: Tx,
  { kind, language }: TemplateKey,
  version: number,
): Promise<Version | undefined> => {
  const row = await tx.letterTemplate.findUnique({
    where: { kind_language_version: { kind, language, version } },
    select: columns,
  });
  return row ? { ...row, basedOn: row.basedOn ?? undefined } : undefined;
};

/** The newest of each kind and language that somebody has written. */
export const newestVersions = async (tx: Tx): Promise<readonly (TemplateKey & Version)[]> => {
  const rows = await tx.letterTemplate.findMany({
    select: { ...columns, kind: true, language: true },
    orderBy: [{ kind: 'asc' }, { language: 'asc' }, { version: 'desc' }],
    distinct: ['kind', 'language'],
  });
  return rows.map(({ language, basedOn, ...row }) => ({
    ...row,
    language: paperLanguage(language),
    basedOn: basedOn ?? undefined,
  }));
};

/** @returns whether nobody has stored this version before */
export const insertVersion = async (
  { tx, by, now }: Work,
  { kind, language }: TemplateKey,
  version: Words & Pick<Version, 'version' | 'basedOn'>,
): Promise<boolean> => {
  const { count } = await tx.letterTemplate.createMany({
    data: [
      { id: newId(), kind, language, ...version, basedOn: version.basedOn ?? null, writtenBy: by.id, writtenAt: now },
    ],
    skipDuplicates: true,
  });
  return count === 1;
};
