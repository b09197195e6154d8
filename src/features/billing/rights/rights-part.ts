import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { section } from '../../../platform/block-kit/blocks.ts';
import type { Role } from '../../../platform/work/roles.ts';
import type { SetupPart } from '../setup/index.ts';
import { limitsOf, type RightsPolicy, rightsPolicy, rolesWith } from './policy.ts';
import { limitsText, type MoneyRight, type Right, rightNames, rights } from './right.ts';

const hasAmount = (right: Right): right is MoneyRight => right !== 'change_policy' && right !== 'close_period';

const line = (policy: RightsPolicy, right: Right, roleName: (role: Role) => string): string => {
  const who = rolesWith(policy, right).map(roleName).join(', ');
  const limits = hasAmount(right) ? limitsText(limitsOf(policy, right)) : '';
  return `• ${rightNames[right]}: ${escapeMrkdwn(who)}${limits ? ` · a second person above ${limits}` : ''}`;
};

/** The matrix in the set-up; admins change it in Settings, or from here. ALL-11 */
export const rightsPart: SetupPart = {
  order: 80,
  title: 'Who may do what with money',
  read: async ({ deps }) => {
    const policy = await deps.policy(rightsPolicy);
    const lines = rights.map((right) => line(policy, right, deps.roleName));
    return {
      missing: [],
      blocks: [section(clip(lines.join('\n'), 2900))],
      buttons: [{ text: 'Edit', action: 'policy.edit', value: rightsPolicy.key, roles: ['admin'] }],
    };
  },
};
