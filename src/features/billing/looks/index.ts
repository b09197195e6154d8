import { section } from '../../../platform/block-kit/blocks.ts';
import { runKinds } from '../../../platform/runs/index.ts';
import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import type { Deps } from '../../../platform/work/work.ts';
import type { Press } from '../../papers/index.ts';
import { existingSeller, lookText, sellerDoor } from '../sellers/index.ts';
import { ledgerEditors } from '../setup/index.ts';
import { changeLookButton } from './actions/change-look.ts';
import { logoKind, type OpenFile } from './logo-run.ts';

export { changeLook } from './actions/change-look.ts';

/** How a seller's papers, pages and mails look. CUS-2 @param wakeRuns has queued runs worked through in the background */
export const looksSlice = ({
  openFile,
  press,
  wakeRuns,
}: {
  readonly openFile: OpenFile;
  readonly press: Press;
  readonly wakeRuns: (deps: Deps) => void;
}): Slice => ({
  name: 'looks',
  interactions: [changeLookButton(wakeRuns)],
  contributes: [contribute(runKinds, logoKind(openFile, press))],
  sections: [
    {
      subject: sellerDoor.subject,
      order: 20,
      title: 'Logo and colour',
      read: async (deps, id) => ({
        blocks: [section(lookText(await existingSeller(deps, id)))],
        buttons: [{ text: 'Logo and colour', action: 'seller.look', value: id, roles: ledgerEditors }],
      }),
    },
  ],
});
