import type { ModalView } from '@slack/types';
import { requireEarly } from '../../../platform/slice/any-role.ts';
import type { SlackRequest } from '../../../platform/slice/slice.ts';
import { catalogueOf, onboardingPolicy, type Playbook, type Prefill } from '../../playbooks/index.ts';
import { newProjectForm } from './actions/new-project.ts';
import { projectCreators } from './project-roles.ts';

/** "New project", with what another slice has to fill in. */
export const openPrefilled =
  (playbooks: readonly Playbook[]) =>
  async (request: SlackRequest, prefill: Prefill): Promise<ModalView> => {
    await requireEarly(request, projectCreators, 'create a project');
    const { deps, userId: owner } = request;
    const { defaultCurrency: currency } = await deps.policy(onboardingPolicy);
    const catalogue = catalogueOf(deps.contributions);
    return newProjectForm({ playbooks, catalogue, owner, currency, prefill });
  };
