import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { section } from '../../block-kit/blocks.ts';
import type { Registry } from '../../slice/registry.ts';
import type { Answer, Subcommand } from '../../slice/slice.ts';

const line = (each: Subcommand): string =>
  `\`${each.command} ${[each.word, each.usage].filter(Boolean).join(' ')}\`  ${each.help}${each.isDefault ? ' _(also without an argument)_' : ''}`;

/** `/onboard help`: what the command can do, from what the slices registered. */
export const help = (registry: Registry, command: string, first?: string): Answer => {
  const lines = registry.commands.filter((each) => each.command === command).map(line);
  const text = [...(first ? [first, ''] : []), ...lines, `\`${command} help\`  shows this list`].join('\n');
  return { say: { text, blocks: [section(text)] } };
};

/**
 * Finds the sub-command that the first word names and has it run with the rest; anything else is answered with help, which
 * needs nobody's name and no database.
 */
export const runCommand = async (
  registry: Registry,
  command: string,
  text: string,
  run: (found: Subcommand, rest: string) => Promise<Answer>,
): Promise<Answer> => {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  const key = word.toLowerCase();
  if (key === 'help') return help(registry, command);
  const mine = registry.commands.filter((each) => each.command === command);
  const whole = mine.find((each) => each.takesAll);
  if (whole) return run(whole, text.trim());
  const found = mine.find((each) => (key === '' ? each.isDefault : each.word === key));
  if (found) return run(found, rest.trim());
  const first =
    key === ''
      ? undefined
      : `I don't know \`${command} ${escapeMrkdwn(clip(word.replaceAll('`', ''), 40))}\`. This is what I can do:`;
  return help(registry, command, first);
};
