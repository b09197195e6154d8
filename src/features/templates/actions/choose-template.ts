import { NotFound } from '../../../core/errors.ts';
import { requireEarly } from '../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { ledgerEditors } from '../../billing/setup/index.ts';
import { paperLanguage } from '../../papers/index.ts';
import { type TemplateKind, templateKinds } from '../kind.ts';
import { versionsOf } from '../store.ts';
import { chooseForm, writeForm } from '../template-views.ts';

/** Completes “Only … can …”. */
export const doing = 'edit the words of letters';

/** Versions that can be taken up again by a choice. */
export const mostVersions = 20;

/** @throws NotFound */
export const kindNamed = ({ contributions }: Pick<Deps, 'contributions'>, key: string | undefined): TemplateKind => {
  const kind = contributions.to(templateKinds).find((each) => each.key === key);
  if (!kind) throw new NotFound('kind of letter');
  return kind;
};

/** Edit, among the words of letters in the set-up. BIL-7 */
export const chooseTemplate: Interaction = {
  id: 'template.choose',
  press: async (request) => {
    await requireEarly(request, ledgerEditors, doing);
    return { modal: chooseForm(request.deps.contributions.to(templateKinds)) };
  },
  submit: async (request) => {
    await requireEarly(request, ledgerEditors, doing);
    const { deps, values } = request;
    const kind = kindNamed(deps, values.option('kind'));
    const language = paperLanguage(values.option('language') ?? '');
    const versions = await versionsOf(deps.db.prisma, { kind: kind.key, language }, mostVersions);
    const [current] = versions;
    const writing = { kind, language, newest: current?.version ?? 0, round: 1 };
    return { replace: writeForm(writing, current ?? kind.words[language], versions) };
  },
};
