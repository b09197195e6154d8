import { z } from 'zod';
import { FieldErrors } from '../../../../core/errors.ts';
import { plural } from '../../../../core/text/text.ts';
import { foresees, type PolicyDefinition } from '../../../../platform/work/policies.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { isAllowedHost } from '../lists/address.ts';
import { insideText, namesOwnNetwork } from '../lists/own-network.ts';
import { allServers } from './store.ts';

export interface ServersPolicy {
  /** After so many days without a sync what a server's assets are is not known well enough to enter customers by it. */
  readonly staleDays: number;
  readonly isSyncedDaily: boolean;
  /** Hosts in Baton's own network from which lists may be fetched: `10.0.0.7` or `lists.internal:8080`. */
  readonly allowedHosts: readonly string[];
}

/** CUS-2 */
export const serversPolicy: PolicyDefinition<ServersPolicy> = {
  key: 'servers',
  title: 'Servers and assets',
  // Whoever names a host here lets Baton reach into its own network.
  isForAdmins: true,
  schema: z.object({
    staleDays: z.number().int().min(1).max(365),
    isSyncedDaily: z.boolean(),
    allowedHosts: z.array(z.string().min(1).max(253)).max(50),
  }),
  defaults: { staleDays: 7, isSyncedDaily: false, allowedHosts: [] },
  fields: {
    staleDays: { label: 'Days after which a sync is stale', kind: 'integer' },
    isSyncedDaily: { label: 'Sync every server once a day', kind: 'boolean' },
    allowedHosts: {
      label: 'Hosts in our own network whose lists may be fetched',
      hint: 'Such as 10.0.0.7 or lists.internal:8080. Any other host of the own network is refused.',
      kind: 'words',
    },
  },
};

/**
 * CUS-2: what lies in Baton's own network by its very address is refused where it is entered; what a name stands for is seen when it is fetched.
 * @throws FieldErrors at `address`
 */
export const refuseOwnNetwork = async (work: Pick<Work, 'policy'>, address: string | undefined): Promise<void> => {
  if (address === undefined) return;
  const url = new URL(address);
  if (namesOwnNetwork(url) && !isAllowedHost(url, (await work.policy(serversPolicy)).allowedHosts))
    throw new FieldErrors({ address: insideText(url.hostname) });
};

/** ALL-9: which servers are reached, or fetched by themselves, and which no more. */
export const serversForesight = foresees(serversPolicy, async ({ tx }, { before, after }) => {
  const servers = (await allServers(tx)).filter(({ retiredAt }) => retiredAt === undefined);
  const fetched = servers.flatMap(({ name, address }) =>
    address === undefined ? [] : [{ name, url: new URL(address) }],
  );
  const cutOff = fetched.filter(
    ({ url }) => isAllowedHost(url, before.allowedHosts) && !isAllowedHost(url, after.allowedHosts),
  );
  const names = cutOff.slice(0, 3).map(({ name }) => name);
  const synced = servers.filter((each) => each.synced !== undefined).length;
  return [
    ...(cutOff.length > 0
      ? [
          `${plural(cutOff.length, 'server')} on a host that is no longer named (${names.join(', ')}${cutOff.length > names.length ? ', …' : ''}): where it is in our own network, its list is fetched no more.`,
        ]
      : []),
    ...(before.isSyncedDaily === after.isSyncedDaily || fetched.length === 0
      ? []
      : [
          after.isSyncedDaily
            ? `${plural(fetched.length, 'server')} with an address: from now on each is synced once a day.`
            : `${plural(fetched.length, 'server')} with an address: each is synced only when somebody asks for it.`,
        ]),
    ...(before.staleDays === after.staleDays || synced === 0
      ? []
      : [
          `Of ${plural(synced, 'server')} that somebody synced: whether the sync is stale is decided anew, with a warning where customers are entered.`,
        ]),
  ];
});
