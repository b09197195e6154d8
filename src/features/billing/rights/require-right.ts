import { requireEarly } from '../../../platform/slice/any-role.ts';
import type { SlackRequest } from '../../../platform/slice/slice.ts';
import type { Work } from '../../../platform/work/work.ts';
import { rightsPolicy, rolesWith } from './policy.ts';
import { type Right, rightNames } from './right.ts';

/** ALL-11: throws NotAllowed, naming who may, unless the actor has the right as the matrix is in this transaction. */
export const requireRight = async (work: Work, right: Right): Promise<void> =>
  work.require(rolesWith(await work.policy(rightsPolicy), right), rightNames[right]);

/** Spares a person a form whose submission would be refused. ALL-1 */
export const requireRightEarly = async (request: SlackRequest, right: Right): Promise<void> =>
  requireEarly(request, rolesWith(await request.deps.policy(rightsPolicy), right), rightNames[right]);
