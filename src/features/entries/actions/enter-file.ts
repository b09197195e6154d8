import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { fileInput, modal, section, ticksInput } from '../../../platform/block-kit/blocks.ts';
import { required } from '../../../platform/block-kit/form.ts';
import { kindOf, startRun } from '../../../platform/runs/index.ts';
import { said } from '../../../platform/slice/answers.ts';
import { requireEarly } from '../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import type { CsvKind } from '../csv-file.ts';
import { type EntryParameters, entryRun, kindNamed } from '../entry-run.ts';

const columnsText = ({ kind, columns }: CsvKind): string =>
  `*${kind}*: ${columns.map(({ name, required: must }) => (must ? name : `_${name}_`)).join(', ')}`;

/** From a file, in the set-up: which kind of file is chosen there. BIL-21 */
const enterFileForm = (kind: CsvKind): ModalView =>
  modal({
    callback: 'entry.start',
    title: 'Enter from a file',
    submit: 'Enter',
    data: kind.kind,
    blocks: [
      section(
        `A CSV file in UTF-8, whose first row names its columns; those in italics may be left out.\n${columnsText(kind)}`,
      ),
      fileInput({ name: 'file', label: 'The file', types: ['csv'] }),
      ticksInput({
        name: 'preview',
        label: 'First',
        choices: [{ text: 'Show what it would do, and ask', value: 'preview' }],
        initial: ['preview'],
      }),
    ],
  });

export interface NewEntry extends EntryParameters {
  /** Bytes, as Slack says. */
  readonly size?: number;
  readonly isPreview: boolean;
}

/** Writes it down, to be entered in the background: what is acknowledged is stored. BIL-21 @returns the run's id */
export const startEntry = (
  deps: Deps,
  by: By,
  kinds: readonly CsvKind[],
  { size, isPreview, ...parameters }: NewEntry,
): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(kindNamed(kinds, parameters.kind).roles, `import ${parameters.kind}`);
    if (size === 0) throw new FieldErrors({ file: 'The file is empty.' });
    return startRun(work, kindOf(work, entryRun), parameters, { isPreview });
  });

export const enterFile = (kinds: readonly CsvKind[], wake: (deps: Deps) => void): Interaction => ({
  id: 'entry.start',
  press: async (request) => {
    const kind = kindNamed(kinds, request.value);
    await requireEarly(request, kind.roles, `import ${kind.kind}`);
    return { modal: enterFileForm(kind) };
  },
  submit: async ({ deps, by, data: kind, values }) => {
    const { id: fileId, name: fileName, size } = required(values.files('file')[0], 'file', 'Add the file.');
    const isPreview = values.options('preview').includes('preview');
    await startEntry(deps, by, kinds, { kind, fileName, fileId, size, isPreview });
    wake(deps);
    const name = escapeMrkdwn(fileName);
    return said(
      isPreview
        ? `Reading ${name}… What it would do stands in ${deps.roleName('accounting')}’s channel in a moment, to be confirmed or cancelled.`
        : `Entering ${name}… You are told of the outcome.`,
    );
  },
});
