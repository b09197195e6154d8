import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { on } from '../../../../platform/work/events.ts';
import { contractChanged } from '../../../customers/index.ts';
import { factsChanged, factsChanging, type ProjectState, projectsOf } from '../../../playbooks/index.ts';
import { contractsPart, hasContract } from './contracts-part.ts';
import { openProjectsOf } from './store.ts';

export const contractFact = 'billing.contract_created';

const names = ({ playbook }: ProjectState): boolean =>
  playbook.stages.some(({ items }) => items.some((item) => item.kind === 'fact' && item.fact === contractFact));

/** The tick sets itself, or goes, and the desk is told. ONB-3, CUS-9 */
export const contractReaction = on(contractChanged, async (work, { before, after }) => {
  const contract = after ?? before;
  if (!contract) return;
  const ids = await openProjectsOf(work.tx, contract.customerId);
  await work.emit(factsChanging, ids);
  const changes = (await projectsOf(work).loadMany(work, ids)).filter(names).flatMap((project) => {
    const others = project.parts.of(contractsPart).filter(({ id }) => id !== contract.id);
    const contracts = before ? [...others, before] : others;
    const was: ProjectState = { ...project, parts: project.parts.with(contractsPart, contracts) };
    if (hasContract(was) === hasContract(project)) return [];
    const what = hasContract(project) ? 'the contract is there' : 'no contract holds any more';
    const told = `${person(work.by.id)}: ${what} (${escapeMrkdwn(contract.number)}).`;
    return [{ before: was, after: project, told }];
  });
  if (changes.length > 0) await work.emit(factsChanged, changes);
});
