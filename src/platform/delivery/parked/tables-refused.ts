import { section } from '../../block-kit/blocks.ts';
import { adminRole } from '../../work/roles.ts';
import { type Deps, system } from '../../work/work.ts';

const text =
  'This workspace refused tables and charts as Slack draws them, so Baton sent plain ones instead: nothing is lost. Update Slack, or ask whoever administers it whether these blocks are switched off.';

/** WRK-7: said to the admins, once a month at most. */
export const tellTablesRefused = (deps: Deps): Promise<void> =>
  deps.transact(system, async (work) =>
    work.post({
      to: { role: adminRole },
      content: { text, blocks: [section(text)] },
      key: `delivery.tables_refused:${work.today.slice(0, 7)}`,
      priority: 1,
    }),
  );
