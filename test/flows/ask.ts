import { readForm, type ViewState } from '../../src/platform/block-kit/form.ts';
import { createRegistry } from '../../src/platform/slice/registry.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import type { Role } from '../../src/platform/work/roles.ts';
import type { Harness } from '../support/harness.ts';

type Entry =
  | string
  | readonly string[]
  | { readonly day: string }
  | { readonly user: string }
  | { readonly text: string };

/** What Slack sends of a filled-in form: choices as text, typed text as `{ text }`. */
const stateOf = (entries: Readonly<Record<string, Entry>>): ViewState =>
  Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => {
      if (typeof entry === 'string') return [name, { x: { selected_option: { value: entry } } }];
      if ('text' in entry) return [name, { x: { value: entry.text } }];
      if ('day' in entry) return [name, { x: { selected_date: entry.day } }];
      if ('user' in entry) return [name, { x: { selected_user: entry.user } }];
      return [name, { x: { selected_users: entry } }];
    }),
  );

/** Somebody of a role who presses, submits and types: what a slice's listeners answer. */
export const asking = (h: Harness, slice: Slice, role: Role) => {
  const by = h.person(role);
  const request = { deps: h.deps, by, userId: by.userId, timeZone: 'UTC', roles: async () => new Set([role]) };
  const { actions, submissions } = createRegistry([slice], []);
  return {
    press: async (action: string, value: string) => {
      const listener = actions.get(action);
      if (!listener) throw new Error(`${action} is not listened to`);
      return listener({ ...request, actionId: action, value, selected: [value] });
    },
    submit: async (callback: string, data: string, entries: Readonly<Record<string, Entry>>) => {
      const listener = submissions.get(callback);
      if (!listener) throw new Error(`${callback} is not listened to`);
      return listener({ ...request, data, values: readForm(stateOf(entries)) });
    },
    type: async (word: string, text: string) => {
      const command = slice.commands?.find((each) => each.word === word);
      if (!command) throw new Error(`${word} is no command`);
      return command.run({ ...request, text });
    },
    look: (source: string, query: string) => slice.options?.[source]?.({ ...request, query }) ?? Promise.resolve([]),
    home: () => Promise.all((slice.home ?? []).map((section) => section.render(request))),
  };
};
