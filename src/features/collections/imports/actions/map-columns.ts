import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors, NotFound, UserError } from '../../../../core/errors.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { changePolicy } from '../../../../platform/admin/actions/edit-setting.ts';
import { lockSettings } from '../../../../platform/admin/settings-lock.ts';
import { context, modal, selectInput } from '../../../../platform/block-kit/blocks.ts';
import { kindOf, restartRun, runById, startRun } from '../../../../platform/runs/index.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { readPolicy } from '../../../../platform/work/policies.ts';
import { adminRole } from '../../../../platform/work/roles.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { importRun } from '../import-run.ts';
import type { ColumnMapping, ReportFormat } from '../report.ts';
import { importById, parametersOf, requeueImport } from '../store.ts';

/** The choice of a column that the report does not have. */
const none = 'none';
/** What a select offers; a report with more columns is mapped by name in Settings. */
const mostColumns = 99;

const sameName = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

const labelOf = ({ policy }: ColumnMapping, field: string): string => policy.fields[field]?.label ?? field;

/** One select for each column that is mapped, offering what the report's header has. COL-1 */
const mapModal = (
  importId: string,
  mapping: ColumnMapping,
  header: readonly string[],
  current: Record<string, unknown>,
): ModalView =>
  modal({
    callback: 'report.map',
    title: 'Map the columns',
    submit: 'Save and import',
    data: importId,
    blocks: [
      context('The mapping holds for all reports from now on. This one is imported again with it.'),
      ...mapping.columns.map(({ field, isOptional }) => {
        const at = header.findIndex((name) => sameName(name, String(current[field] ?? '')));
        const columns = header
          .slice(0, mostColumns)
          .map((name, index) => ({ text: clip(name || `(column ${index + 1})`, 75), value: String(index) }));
        return selectInput({
          name: field,
          label: labelOf(mapping, field),
          choices: [...(isOptional ? [{ text: '– not in the report –', value: none }] : []), ...columns],
          ...(at >= 0 ? { initial: String(at) } : isOptional ? { initial: none } : {}),
        });
      }),
    ],
  });

/** What was chosen, as names of columns. @throws FieldErrors at a column that is missing or chosen twice */
const chosen = (mapping: ColumnMapping, header: readonly string[], choice: (field: string) => string | undefined) => {
  const names: Record<string, string> = {};
  const errors: Record<string, string> = {};
  for (const { field, isOptional } of mapping.columns) {
    const value = choice(field);
    const name = value === undefined || value === none ? undefined : header[Number(value)];
    if (name === undefined && !isOptional) errors[field] = 'Choose the column; without it the report cannot be read.';
    if (name !== undefined && Object.values(names).includes(name))
      errors[field] = `“${clip(name, 60)}” is chosen twice.`;
    names[field] = name ?? '';
  }
  if (Object.keys(errors).length > 0) throw new FieldErrors(errors);
  return names;
};

/** An admin maps the columns of a report that was refused for lack of one; it is then imported again. COL-1 */
export const mapReport = (
  deps: Deps,
  by: By,
  formats: readonly ReportFormat[],
  input: { readonly importId: string; readonly choice: (field: string) => string | undefined },
): Promise<{ readonly fileName: string }> =>
  deps.transact(by, async (work) => {
    await lockSettings(work, 'map a report’s columns');
    const found = await importById(work.tx, input.importId);
    const mapping = formats.find((format) => format.gateway === found?.gateway)?.mapping;
    if (!found || !mapping) throw new NotFound('import');
    if (found.header.length === 0)
      throw new Conflict('The columns of this report are mapped already: it is being imported again.');
    const names = chosen(mapping, found.header, input.choice);
    const stored = await work.tx.policy.findUnique({ where: { key: mapping.policy.key } });
    await changePolicy(work, mapping.policy, { ...readPolicy(mapping.policy, stored?.value), ...names });
    if (!(await requeueImport(work.tx, found.id))) throw new Conflict('This report is being imported already.');
    // One that a version before runs has refused is a run from now on.
    if (await runById(work.tx, found.id)) await restartRun(work, found.id);
    else await startRun(work, kindOf(work, importRun), parametersOf(found), { id: found.id });
    work.audit({ action: 'report.mapped', subject: { type: 'import', id: found.id }, after: names });
    return { fileName: found.fileName };
  });

/** Map its columns, on the message of a refused report. */
export const mapColumns = (formats: readonly ReportFormat[], wake: (deps: Deps) => void): Interaction => ({
  id: 'report.map',
  press: async (request) => {
    await requireEarly(request, [adminRole], 'map a report’s columns');
    const { prisma } = request.deps.db;
    const found = await importById(prisma, request.value);
    const mapping = formats.find((format) => format.gateway === found?.gateway)?.mapping;
    if (!found || !mapping) throw new NotFound('import');
    if (found.header.length === 0)
      throw new UserError('The columns of this report are mapped already. Import it anew if you need to.');
    const stored = await prisma.policy.findUnique({ where: { key: mapping.policy.key } });
    return { modal: mapModal(found.id, mapping, found.header, readPolicy(mapping.policy, stored?.value)) };
  },
  submit: async ({ deps, by, data, values }) => {
    const choice = (field: string) => values.option(field);
    const { fileName } = await mapReport(deps, by, formats, { importId: data, choice });
    wake(deps);
    return { say: { text: `The columns are mapped. Importing ${escapeMrkdwn(fileName)} again…` } };
  },
});
