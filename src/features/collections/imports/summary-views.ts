import { clip, escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { buttons, section } from '../../../platform/block-kit/blocks.ts';
import { lineSections } from '../../../platform/block-kit/lines.ts';
import { runDoor } from '../../../platform/runs/index.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { MessageContent } from '../../../platform/work/content.ts';
import type { ImportInfo } from './import-messages.ts';
import type { Imported } from './store.ts';

/** What an import did: new, known, unmatched, and what else is to be told; plain text. COL-1 */
export const importLines = ({ counts, changed, notes }: Imported): readonly string[] => {
  const isNew = counts.added > 0 || changed > 0;
  return [
    ...(isNew
      ? [
          `${plural(counts.rows, 'transaction')}: ${plural(counts.added, 'new one')}, ${counts.known.toLocaleString('en-US')} known already`,
          `${plural(counts.opened, 'case')} opened, ${counts.updated.toLocaleString('en-US')} updated, ${counts.recovered.toLocaleString('en-US')} recovered`,
        ]
      : [`Nothing new: all ${plural(counts.rows, 'transaction')} were known already.`]),
    ...(counts.unmatched > 0
      ? [`${plural(counts.unmatched, 'case')} of customers that Baton does not know: link them`]
      : []),
    ...(changed > 0
      ? [`${plural(changed, 'known transaction')} ${changed === 1 ? 'says' : 'say'} something else now`]
      : []),
    ...notes,
  ];
};

export const importSummary = (info: ImportInfo, imported: Imported, listed: number): MessageContent => {
  const title = `Report imported: ${escapeMrkdwn(clip(info.fileName, 100))}`;
  const lines = importLines(imported).map(escapeMrkdwn);
  const browse =
    listed > 0
      ? [{ text: `Browse ${plural(listed, 'failed charge')}`, action: 'case.browse', value: `${info.importId}:0` }]
      : [];
  const ways = buttons(`import:${info.importId}`, [...browse, openButton(runDoor, info.importId)]);
  return { text: `${title}. ${lines.join('\n')}`, blocks: [...lineSections([`*${title}*`, ...lines]), ways] };
};

/** `mapId`: the import whose columns an admin can map. */
export const importRefusal = (fileName: string, problem: string, mapId?: string): MessageContent => {
  const text = `Report refused: ${escapeMrkdwn(clip(fileName, 100))}\n${escapeMrkdwn(clip(problem, 1000))}\nNothing of it was stored.`;
  const map = buttons('map', [{ text: 'Map its columns', action: 'report.map', value: mapId ?? '' }]);
  return { text, blocks: [section(`:no_entry: *${text.replace('\n', '*\n')}`), ...(mapId ? [map] : [])] };
};
