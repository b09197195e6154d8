import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { catalogueOf, onboardingPolicy, type Playbook } from '../../../playbooks/index.ts';
import { projectCreators } from '../project-roles.ts';
import { newProjectForm } from './new-project.ts';

/** Another playbook is chosen in "New project": the form asks for what that one asks for. Slack keeps what is filled in already. */
export const choosePlaybook = (playbooks: readonly Playbook[]): Interaction => ({
  id: 'playbook.choose',
  press: async (request) => {
    await requireEarly(request, projectCreators, 'create a project');
    const { deps, value: chosen, userId: owner, view } = request;
    const { defaultCurrency: currency } = await deps.policy(onboardingPolicy);
    const catalogue = catalogueOf(deps.contributions);
    return { replace: newProjectForm({ playbooks, catalogue, chosen, owner, currency, from: view?.data }) };
  },
});
