import type { ModalView } from '@slack/types';
import { FieldErrors, UserError } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { fileInput, modal, selectInput, ticksInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { kindOf, startRun } from '../../../../platform/runs/index.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction, Subcommand } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { type ImportParameters, importRun } from '../import-run.ts';
import type { ReportFormat } from '../report.ts';
import { createImport, importRoles } from '../store.ts';

const form = (formats: readonly ReportFormat[]): ModalView =>
  modal({
    callback: 'report.import',
    title: 'Import a report',
    submit: 'Import',
    blocks: [
      selectInput({
        name: 'gateway',
        label: 'Report',
        choices: formats.map((each) => ({ text: each.title, value: each.gateway })),
        ...(formats[0] ? { initial: formats[0].gateway } : {}),
      }),
      fileInput({ name: 'report', label: 'The report as CSV', types: ['csv'] }),
      ticksInput({
        name: 'preview',
        label: 'First',
        choices: [{ text: 'Show what it would do, and ask', value: 'preview' }],
      }),
    ],
  });

export interface NewImport extends ImportParameters {
  /** Bytes, as Slack says. */
  readonly size?: number;
  readonly isPreview?: boolean;
  readonly isForMe?: boolean;
}

/** Writes an import down, to be run in the background: what is acknowledged is stored. COL-1 @returns its id, and its run's */
export const startImport = (deps: Deps, by: By, input: NewImport): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(importRoles, 'import reports');
    const { size, isPreview = false, isForMe = false, ...parameters } = input;
    if (size === 0) throw new FieldErrors({ report: 'The file is empty.' });
    const id = newId();
    await createImport(work, id, parameters);
    return startRun(work, kindOf(work, importRun), parameters, { id, isPreview, isForMe });
  });

/** `/bill import` */
export const importCommand = (formats: readonly ReportFormat[]): Subcommand => ({
  command: '/bill',
  word: 'import',
  usage: '',
  help: 'imports the gateway’s Recurring Billing Report',
  run: async (request) => {
    await requireEarly(request, importRoles, 'import reports');
    return { modal: form(formats) };
  },
});

export const importReport = (formats: readonly ReportFormat[], wake: (deps: Deps) => void): Interaction => ({
  id: 'report.import',
  submit: async ({ deps, by, values }) => {
    const format = formats.find((each) => each.gateway === values.option('gateway'));
    if (!format) throw new UserError('Choose whose report it is.');
    const {
      id: fileId,
      name: fileName,
      size,
    } = required(values.files('report')[0], 'report', 'Add the report’s file.');
    const isPreview = values.options('preview').includes('preview');
    await startImport(deps, by, { gateway: format.gateway, fileName, fileId, size, isPreview });
    wake(deps);
    const name = escapeMrkdwn(fileName);
    const text = isPreview
      ? `Reading ${name}… You’ll see what it would do in ${deps.roleName('accounting')}’s channel, and confirm or cancel it there.`
      : `Importing ${name}… You’ll get a message with the outcome.`;
    return { say: { text } };
  },
});
