/** Home: the exceptions that wait for who may decide them. ONB-7 */
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { exceptionName, gateOf, type ProjectTask, projectsOf } from '../../playbooks/index.ts';
import { person, quote } from '../words.ts';
import { awaitsDecision } from './store.ts';

/** Of each gate's approvers; not of who asked (ALL-1). */
export const exceptionTask: ProjectTask = {
  order: 10,
  reads: [],
  asking: (from, reader, take) => projectsOf(from).underWay(from.tx, awaitsDecision(reader), take),
  rows: ({ playbook, overrides, catalogue }, { userId, roles, policy }) =>
    overrides.flatMap(({ id, state, kind, reason, requestedBy, gate: key }) => {
      const gate = gateOf(playbook, key);
      const isOwn = requestedBy === userId && !policy.allowSelfApproval;
      if (state !== 'requested' || isOwn || !gate?.approvers.some((role) => roles.has(role))) return [];
      const what = `an exception at “${escapeMrkdwn(gate.name)}”: ${exceptionName(kind, catalogue.alternatives)}`;
      return {
        text: `${person(requestedBy)} asks for ${what}.${quote(clip(reason, 500))}`,
        next: { text: 'Approve', action: 'override.approve', value: id },
      };
    }),
};
