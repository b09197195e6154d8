import { z } from 'zod';
import type { PolicyDefinition } from '../../../../platform/work/policies.ts';

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
