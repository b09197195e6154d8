import { plural } from '../../../../core/text/text.ts';
import { todayIn } from '../../../../core/time/calendar.ts';
import type { Deps } from '../../../../platform/work/work.ts';
import type { ChecklistItem } from '../../checklist/index.ts';
import { serversCheck } from './common-check.ts';

const findings = async (deps: Deps, code: string) =>
  (await serversCheck(deps, todayIn(deps.timeZone, deps.clock.now()))).filter((each) => each.code === code);

/** CUS-8: servers validated and synced. */
export const serversItem: ChecklistItem = {
  order: 10,
  title: 'Servers validated and synced',
  read: async (deps) => {
    const [first, ...others] = await findings(deps, 'server_unknown');
    if (!first) return { isDone: true, text: 'Which assets are on them is known.' };
    const more = others.length > 0 ? ` So it is of ${plural(others.length, 'other server')}.` : '';
    return { isDone: false, text: first.sentence + more, mend: first.mend };
  },
};

/** CUS-8: every asset assigned or parked. */
export const assetsItem: ChecklistItem = {
  order: 20,
  title: 'Every asset assigned or parked',
  read: async (deps) => {
    const [first, ...others] = await findings(deps, 'asset_unassigned');
    if (!first) return { isDone: true, text: 'Each is somebody’s, or nobody’s on purpose.' };
    const more = others.length > 0 ? ` So it is on ${plural(others.length, 'other server')}.` : '';
    return { isDone: false, text: first.sentence + more, mend: first.mend };
  },
};
