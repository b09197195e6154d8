import { readForm, type ViewState } from '../../src/platform/block-kit/form.ts';
import type { Answer, Slice } from '../../src/platform/slice/slice.ts';
import { drawWindow } from '../../src/platform/windows/draw-window.ts';
import { readSections } from '../../src/platform/windows/read-sections.ts';
import type { Role } from '../../src/platform/work/roles.ts';
import type { Harness } from '../support/harness.ts';

type Entry =
  | string
  | readonly string[]
  | { readonly options: readonly string[] }
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
      if ('options' in entry) return [name, { x: { selected_options: entry.options.map((value) => ({ value })) } }];
      if ('user' in entry) return [name, { x: { selected_user: entry.user } }];
      return [name, { x: { selected_users: entry } }];
    }),
  );

/** Somebody of a role who presses, submits and types: what a slice's listeners answer. */
export const asking = (h: Harness, slice: Slice, role: Role) => {
  const by = h.person(role);
  const request = { deps: h.deps, by, userId: by.userId, timeZone: 'UTC', roles: async () => new Set([role]) };
  /** A window takes the place of the form that led to it, as in Slack where that form was opened from elsewhere. */
  const drawn = async ({ window, ...answer }: Answer, as: 'modal' | 'replace'): Promise<Answer> =>
    window ? { ...answer, [as]: await drawWindow(h.registry, request, window) } : answer;
  return {
    /** @param within the form it stands in, with what is filled in so far */
    press: async (
      action: string,
      value: string,
      within?: { readonly data: string; readonly entries: Readonly<Record<string, Entry>> },
    ) => {
      const listener = h.registry.actions.get(action);
      if (!listener) throw new Error(`${action} is not listened to`);
      const view = within && { id: 'V1', data: within.data, values: readForm(stateOf(within.entries)) };
      const pressed = { ...request, actionId: action, value, selected: [value], ...(view ? { view } : {}) };
      return drawn(await listener(pressed), 'modal');
    },
    submit: async (callback: string, data: string, entries: Readonly<Record<string, Entry>>) => {
      const listener = h.registry.submissions.get(callback);
      if (!listener) throw new Error(`${callback} is not listened to`);
      return drawn(await listener({ ...request, data, values: readForm(stateOf(entries)) }), 'replace');
    },
    type: async (word: string, text: string) => {
      const command = slice.commands?.find((each) => each.word === word);
      if (!command) throw new Error(`${word} is no command`);
      return drawn(await command.run({ ...request, text }), 'modal');
    },
    look: (source: string, query: string) => slice.options?.[source]?.({ ...request, query }) ?? Promise.resolve([]),
    /** What stands under this title in a thing's window. */
    section: async (type: string, id: string, title: string) =>
      JSON.stringify(
        (await readSections(h.registry, request, { type, id }, undefined)).find((each) => each.title === title),
      ),
    home: () =>
      Promise.all(
        h.registry.home
          .filter(({ title }) => slice.home?.some((each) => each.title === title))
          .map((section) => section.render(request)),
      ),
  };
};
