/**
 * The words of letters are data: a place that sends one contributes its kind to `templateKinds` (`as const satisfies TemplateKind`:
 * then the names of its values are checked) and asks `wordsFor(tx, kind, language, values)` for subject and body, filled in, and the
 * version they are of. Values are text; which are blank or absent is asked with `{% if name %}`. Decision 0045
 */
import type { Slice } from '../../platform/slice/slice.ts';
import { contribute } from '../../platform/work/contributions.ts';
import { setupParts } from '../billing/setup/index.ts';
import { chooseTemplate } from './actions/choose-template.ts';
import { writeWords } from './actions/write-words.ts';
import { templatesPart } from './setup-part.ts';

export { saveWords } from './actions/write-words.ts';
export {
  type TemplateKind,
  type TemplateValue,
  templateKinds,
  type Values,
  type ValuesFor,
  type ValuesReader,
  type Words,
} from './kind.ts';
export { type FilledIn, wordsFor } from './words-for.ts';

/** People write what letters say. BIL-5, BIL-7 */
export const templatesSlice: Slice = {
  name: 'templates',
  interactions: [chooseTemplate, writeWords],
  contributes: [contribute(setupParts, templatesPart)],
};
