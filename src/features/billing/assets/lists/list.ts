import Papa from 'papaparse';
import { z } from 'zod';
import { UserError } from '../../../../core/errors.ts';
import { containsCardNumber } from '../../../../core/text/card-numbers.ts';
import { isSpoiledId, plainCell } from '../../../../core/text/cells.ts';
import { cleanLine } from '../../../../core/text/clean-text.ts';
import { isWebPage } from '../../../../core/text/web-page.ts';

/** An asset as the server's list has it. */
export interface ListedAsset {
  readonly listedId: string;
  readonly name: string;
  /** Empty where the server has no sites. */
  readonly site: string;
}

const mostBytes = 2 * 1024 * 1024;
const mostAssets = 20_000;
const longest = { id: 100, name: 200, site: 100 } as const;

/** @throws UserError beyond the largest list that is read: whoever sends without end fills nothing */
export async function* capped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const part of source) {
    size += part.length;
    if (size > mostBytes)
      throw new UserError(
        'The list is larger than 2 MB. Have it say nothing but id, name and site of each asset, or divide the server.',
      );
    yield part;
  }
}

/** @throws UserError for what is no text */
export const textOf = async (source: AsyncIterable<Uint8Array>): Promise<string> => {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    throw new UserError('The list is no text in UTF-8. Have the server write it so.');
  }
};

const cell = z.union([z.string(), z.number().int()]).optional().nullable();
const entry = z.looseObject({ id: cell, name: cell, site: cell });
type Entry = z.infer<typeof entry>;

const asked =
  'It has to be a JSON list of {"id", "name", "site"}, or CSV with the columns id, name and, where there are sites, site.';

const fromJson = (text: string): readonly Entry[] => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UserError(`The list begins as JSON and cannot be read as such. ${asked}`);
  }
  const list: unknown = Array.isArray(json) ? json : Reflect.get(Object(json), 'assets');
  const read = z.array(entry).safeParse(list);
  if (!read.success) throw new UserError(`The JSON is no list of assets. ${asked}`);
  return read.data;
};

const fromCsv = (text: string): readonly Entry[] => {
  const { data, meta } = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (name) => cleanLine(name).toLowerCase(),
  });
  const names = meta.fields ?? [];
  if (!names.includes('id') || !names.includes('name')) throw new UserError(`This is no list of assets. ${asked}`);
  return data.map((row) => ({ id: plainCell(row.id ?? ''), name: row.name, site: row.site }));
};

const problemOf = ({ listedId, name, site }: ListedAsset, which: string): string | undefined => {
  if (!listedId) return `${which} has no id.`;
  if (isSpoiledId(listedId)) return `${which} has an id that a spreadsheet shortened (${listedId}).`;
  if (!name) return `${which} has no name.`;
  if (listedId.length > longest.id) return `The id of ${which.toLowerCase()} has more than ${longest.id} characters.`;
  if (name.length > longest.name) return `The name of ${which.toLowerCase()} has more than ${longest.name} characters.`;
  if (site.length > longest.site) return `The site of ${which.toLowerCase()} has more than ${longest.site} characters.`;
  return [listedId, name, site].some(containsCardNumber)
    ? `${which} looks like it has a card number. Baton must never hold one.`
    : undefined;
};

/**
 * CUS-2: reads a server's list, JSON or CSV as it comes. All of it can be read, or nothing is taken: half a list would make the rest gone.
 *
 * Example: `id,name,site` and `7,News,shop` on two lines → `[{ listedId: '7', name: 'News', site: 'shop' }]`.
 * @throws UserError with the first thing that is wrong
 */
export const parseList = (text: string): readonly ListedAsset[] => {
  const plain = text.replace(/^\uFEFF/, '').trim();
  if (isWebPage(plain)) throw new UserError(`This is a web page, not a list. ${asked}`);
  const entries = /^[[{]/.test(plain) ? fromJson(plain) : fromCsv(plain);
  if (entries.length === 0)
    throw new UserError('The list is empty: all assets of the server would be gone. Retire the server if that is so.');
  if (entries.length > mostAssets)
    throw new UserError(`The list has more than ${mostAssets.toLocaleString('en-US')} assets. Divide the server.`);
  const seen = new Set<string>();
  return entries.map((each, at) => {
    const asset = {
      listedId: cleanLine(String(each.id ?? '')),
      name: cleanLine(String(each.name ?? '')),
      site: cleanLine(String(each.site ?? '')),
    };
    const problem = problemOf(asset, `Entry ${at + 1}`);
    if (problem) throw new UserError(`${problem} Nothing of the list was taken: correct it at the server.`);
    if (seen.has(asset.listedId))
      throw new UserError(
        `The id ${asset.listedId} is there twice. Nothing of the list was taken: correct it at the server.`,
      );
    seen.add(asset.listedId);
    return asset;
  });
};
