import { firstOfMonth, todayIn } from '../core/time/calendar.ts';
import { addServer, assetsCsv, serversPolicy } from '../features/billing/assets/index.ts';
import { savePolicy } from '../platform/admin/actions/edit-setting.ts';
import type { PolicyDefinition } from '../platform/work/policies.ts';
import { type Deps, system } from '../platform/work/work.ts';
import { demoLicenses } from './samples.ts';

const names = [
  'News',
  'Offers',
  'Events',
  'Jobs',
  'Press',
  'Partners',
  'Members',
  'Students',
  'Alumni',
  'Travel',
  'Garden',
  'Archive',
];
const sites = ['shop', 'blog', ''];

const demoLists = names.map((name, at) => ({ id: `L-${101 + at}`, name, site: sites[at % sites.length] ?? '' }));

/** What the server's list says since: one was renamed, one is gone, one is new, for the first sync to find. */
export const demoServerList = [
  ...demoLists.slice(0, -1).map((list) => (list.name === 'Offers' ? { ...list, name: 'Weekly offers' } : list)),
  { id: 'L-201', name: 'Recipes', site: 'blog' },
];

/**
 * A server of lists that are the demo's customers', but for the last two, which are nobody's yet.
 * @param address where the sandbox serves its list
 * @returns the server's id
 */
export const seedAssets = async (deps: Deps, address: URL): Promise<string> => {
  const policy = { ...serversPolicy.defaults, allowedHosts: [address.host] };
  await savePolicy(deps, system, serversPolicy as unknown as PolicyDefinition, policy);
  const { id, name } = await addServer(deps, system, {
    name: 'lists-1',
    address: address.href,
    comments: 'The sandbox itself',
  });
  const from = firstOfMonth(todayIn(deps.timeZone, deps.clock.now()));
  const rows = demoLists.map((list, at) => {
    const customer = at < demoLists.length - 2 ? demoLicenses[at % demoLicenses.length]?.customer : undefined;
    return [name, list.site, list.id, list.name, customer ?? '', customer ? from : '', at === 0 ? 'yes' : ''].join(',');
  });
  const text = ['server,site,id,name,customer,from,free', ...rows].join('\n');
  await assetsCsv.enter(deps, system, { name: 'demo.csv', bytes: new TextEncoder().encode(text) }, { dryRun: false });
  return id;
};
