import { NotFound, UserError } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import type { ActionRequest, Answer, SubmissionRequest } from '../../../platform/slice/slice.ts';
import { readPolicy } from '../../../platform/work/policies.ts';
import { adminRole } from '../../../platform/work/roles.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { requireEarly } from '../../any-role.ts';
import { importById } from './import-store.ts';
import { mapModal, mapReport } from './map-report.ts';
import type { ReportFormat } from './report.ts';

/** Map its columns, on the message of a refused report. */
export const openMap =
  (formats: readonly ReportFormat[]) =>
  async (request: ActionRequest): Promise<Answer> => {
    await requireEarly(request, [adminRole], 'map a report’s columns');
    const { prisma } = request.deps.db;
    const found = await importById(prisma, request.value);
    const mapping = formats.find((format) => format.gateway === found?.gateway)?.mapping;
    if (!found || !mapping) throw new NotFound('import');
    if (found.header.length === 0)
      throw new UserError('The columns of this report are mapped already. Import it anew if you need to.');
    const stored = await prisma.policy.findUnique({ where: { key: mapping.policy.key } });
    return { modal: mapModal(found.id, mapping, found.header, readPolicy(mapping.policy, stored?.value)) };
  };

export const submitMap =
  (formats: readonly ReportFormat[], queued: (deps: Deps) => void) =>
  async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
    const { fileName } = await mapReport(deps, by, formats, {
      importId: data,
      choice: (field) => values.option(field),
    });
    queued(deps);
    return { say: { text: `The columns are mapped. Importing ${escapeMrkdwn(fileName)} again…` } };
  };
