/** How this slice's messages name people and times, and repeat what people wrote. */
import { escapeMrkdwn } from '../../core/text/text.ts';
import { person } from '../../platform/block-kit/mentions.ts';
import type { Role } from '../../platform/work/roles.ts';

export { moment as time, person, quote } from '../../platform/block-kit/mentions.ts';

/** Who holds a folder up: the person who has it, or the desk where nobody has taken it. ONB-18 */
export const holderText = (
  turn: { readonly assigneeId?: string | null | undefined },
  desk: readonly Role[],
  roleName: (role: Role) => string,
): string =>
  turn.assigneeId ? person(turn.assigneeId) : `${escapeMrkdwn(desk.map(roleName).join(' or '))} (nobody has taken it)`;
