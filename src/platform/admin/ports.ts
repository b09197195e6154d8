import type { Choice } from '../block-kit/blocks.ts';
import { requireEarly } from '../slice/any-role.ts';
import type { Registry } from '../slice/registry.ts';
import type { SlackRequest } from '../slice/slice.ts';
import type { PolicyDefinition } from '../work/policies.ts';
import { adminRole, type Role } from '../work/roles.ts';

/** What the set-up asks of Slack; all of it may be slow and none of it changes Baton's state by itself. */
export interface SetupPorts {
  /** Known only after the registry is made, which includes this slice. */
  readonly registry: () => Registry;
  readonly userGroups: () => Promise<readonly Choice[]>;
  /** Joins, tests and notes the result. */
  readonly checkChannels: (roles: readonly Role[]) => Promise<void>;
  readonly refreshGroup: (groupId: string) => Promise<void>;
  readonly ensurePerson: (userId: string) => Promise<unknown>;
  readonly publishHome: (userId: string) => Promise<void>;
  readonly background: (work: Promise<void>) => void;
}

/** The settings of all slices. */
export const policiesOf = (ports: Pick<SetupPorts, 'registry'>): readonly PolicyDefinition[] =>
  ports.registry().slices.flatMap((slice) => (slice.policies ?? []) as unknown as readonly PolicyDefinition[]);

export const policyByKey = (ports: Pick<SetupPorts, 'registry'>, key: string): PolicyDefinition | undefined =>
  policiesOf(ports).find((policy) => policy.key === key);

/** Spares a person a form whose submission would be refused. ALL-1 */
export const requireAdmin = async (request: SlackRequest, doing: string): Promise<void> =>
  requireEarly(request, [adminRole], doing);
