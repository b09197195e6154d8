import { required } from '../../../platform/block-kit/form.ts';
import type { Answer, Interaction, SlackRequest, Subcommand } from '../../../platform/slice/slice.ts';
import { findModal, foundBlocks, foundText } from '../find-views.ts';
import { type Found, search } from '../search.ts';

/** What is found alone is opened at once. */
const only = (found: Found) => ('hits' in found && found.hits.length === 1 ? found.hits[0]?.subject : undefined);

const find = async ({ deps }: SlackRequest, text: string): Promise<Answer> => {
  const found = await search(deps, text);
  const subject = only(found);
  if (subject) return { window: subject };
  return {
    say: {
      text: foundText(text, found, deps.contributions),
      blocks: foundBlocks(text, found, deps.contributions),
    },
  };
};

/** `/baton harbor`, `/baton P-17`. WRK-2 */
export const findCommand: Subcommand = {
  command: '/baton',
  word: '',
  usage: '<anything>',
  help: 'finds by number, name, email, phone, license key, last four digits or amount; without an argument it asks',
  takesAll: true,
  run: async (request) => (request.text === '' ? { modal: findModal() } : find(request, request.text)),
};

/** The shortcut and Home’s button; the form shows beneath it what was found. WRK-2 */
export const findForm: Interaction = {
  id: 'find.open',
  press: async () => ({ modal: findModal() }),
  submit: async ({ deps, values }) => {
    const text = required(values.text('what'), 'what', 'Write what you are looking for.');
    const found = await search(deps, text);
    const subject = only(found);
    if (subject) return { window: subject };
    return { replace: findModal(foundBlocks(text, found, deps.contributions), text) };
  },
};
