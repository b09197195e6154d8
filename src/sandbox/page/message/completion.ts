import type { Workspace } from '../api/types.ts';

export interface Suggestion {
  /** Replaces the text from `from` on. */
  insert: string;
  title: string;
  about: string;
}

export interface Suggestions {
  from: number;
  offers: readonly Suggestion[];
}

const nothing: Suggestions = { from: 0, offers: [] };

/** The sub-commands a usage hint names: `new | list | show <project>` offers `new`, `list` and `show `. */
export const wordsOf = (hint: string | undefined): { insert: string; usage: string }[] =>
  (hint ?? '')
    .split('|')
    .map((part) => part.trim())
    .filter((part) => /^[a-z]/.test(part))
    .map((usage) => {
      const [word = ''] = usage.split(/\s/);
      return { insert: usage === word ? word : `${word} `, usage };
    });

/** What can be completed at the end of `text`: a command, its sub-command, a person or a channel. */
export const suggest = (text: string, workspace: Workspace | null): Suggestions => {
  if (!workspace) return nothing;
  const command = /^(\/\S+)( \S*)?$/.exec(text);
  if (text.startsWith('/') && !text.includes('\n')) {
    if (!text.includes(' ')) {
      const offers = workspace.commands
        .filter((c) => c.command.startsWith(text))
        .map((c) => ({
          insert: `${c.command} `,
          title: `${c.command} ${c.usage_hint ?? ''}`,
          about: c.description ?? '',
        }));
      return { from: 0, offers };
    }
    const known = workspace.commands.find((c) => c.command === command?.[1]);
    const typed = command?.[2]?.trimStart() ?? '';
    if (!known || command?.[2] === undefined) return nothing;
    const offers = wordsOf(known.usage_hint)
      .filter(({ insert }) => insert.startsWith(typed) && insert !== typed)
      .map(({ insert, usage }) => ({ insert, title: `${known.command} ${usage}`, about: '' }));
    return { from: text.length - typed.length, offers };
  }
  const mention = /(^|\s)([@#])([\p{L}\d._-]*)$/u.exec(text);
  if (!mention) return nothing;
  const [, , sign, typed = ''] = mention;
  const from = text.length - typed.length - 1;
  const wanted = typed.toLowerCase();
  if (sign === '#') {
    const offers = workspace.channels
      .filter((c) => c.name?.startsWith(wanted))
      .map((c) => ({ insert: `#${c.name} `, title: `#${c.name}`, about: c.topic?.value ?? '' }));
    return { from, offers: offers.slice(0, 8) };
  }
  const app = {
    id: workspace.app.bot_user,
    name: workspace.app.name.toLowerCase(),
    real: workspace.app.name,
    role: 'app',
  };
  const offers = [
    app,
    ...workspace.people
      .filter((person) => !person.deleted)
      .map((person) => ({ id: person.id, name: person.name, real: person.profile.real_name, role: person.role ?? '' })),
  ]
    .filter((person) => person.name.startsWith(wanted) || person.real.toLowerCase().includes(wanted))
    .map((person) => ({ insert: `@${person.real} `, title: `@${person.real}`, about: person.role }));
  return { from, offers: offers.slice(0, 8) };
};

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Puts what Slack sends in the place of every `@name` and `#name` that it knows. */
const named = (text: string, tokens: ReadonlyMap<string, string>): string => {
  // The longest name first: "@Pia Project-Manager" is not "@Pia".
  const names = [...tokens.keys()].sort((a, b) => b.length - a.length).map(escaped);
  return text.replace(
    new RegExp(`(?<![\\p{L}\\d@#<])(${names.join('|')})(?![\\p{L}\\d_-])`, 'gu'),
    (whole) => tokens.get(whole) ?? whole,
  );
};

/** A message as it is sent: people, groups and channels by their ids. */
export const withIds = (text: string, workspace: Workspace): string =>
  named(
    text,
    new Map([
      ...['here', 'channel', 'everyone'].map((name) => [`@${name}`, `<!${name}>`] as const),
      ...workspace.usergroups.map((group) => [`@${group.handle}`, `<!subteam^${group.id}>`] as const),
      ...workspace.people.map((person) => [`@${person.profile.real_name}`, `<@${person.id}>`] as const),
      [`@${workspace.app.name}`, `<@${workspace.app.bot_user}>`] as const,
      ...workspace.channels.flatMap(({ id, name }) => (name ? [[`#${name}`, `<#${id}>`] as const] : [])),
    ]),
  );

/** A command as it is sent, by an app that did not ask for ids: people by their handles. */
export const withHandles = (text: string, workspace: Workspace): string =>
  named(text, new Map(workspace.people.map((person) => [`@${person.profile.real_name}`, `@${person.name}`])));
