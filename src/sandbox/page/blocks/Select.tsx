import { useEffect, useRef, useState } from 'react';
import type { Element, Option, OptionGroup, StateValue, Workspace } from '../api/types.ts';
import { useSession } from '../live/session.ts';
import { Combobox } from './Combobox.tsx';
import { confirmed } from './confirm.ts';
import type { ElementProps } from './ElementView.tsx';
import { groupsIn, useSurface } from './surface.ts';

/** Menus of all kinds: of options, of what the app suggests, of people and of conversations; of one or of many. */

const choice = (value: string, text: string): Option => ({ value, text: { type: 'plain_text', text } });

const people = (workspace: Workspace | null): Option[] =>
  (workspace?.people ?? [])
    .filter((person) => !person.deleted)
    .map((person) => choice(person.id, person.profile.real_name));

const conversations = (workspace: Workspace | null, element: Element): Option[] => {
  const include = element.filter?.include ?? ['public', 'private'];
  return (workspace?.channels ?? [])
    .filter((c) => !c.is_archived)
    .filter((c) =>
      c.channel_type === 'group'
        ? include.includes('private')
        : c.channel_type === 'channel' && include.includes('public'),
    )
    .map((c) => choice(c.id, `${c.channel_type === 'group' ? '🔒' : '#'} ${c.name ?? c.id}`));
};

const chosenIn = (state: StateValue | undefined, all: readonly Option[]): Option[] => {
  if (!state) return [];
  if (state.selected_options) return state.selected_options;
  if (state.selected_option) return [state.selected_option];
  const ids =
    state.selected_users ??
    state.selected_conversations ??
    state.selected_channels ??
    [state.selected_user, state.selected_conversation, state.selected_channel].filter((id) => id != null);
  return ids.map((id) => all.find((option) => option.value === id) ?? choice(id, id));
};

const stateOf = (type: string, chosen: readonly Option[]): StateValue => {
  const ids = chosen.map((option) => option.value);
  const first = ids[0] ?? null;
  const kind = type.replace('multi_', '');
  const many = kind !== type;
  if (kind === 'users_select') return many ? { type, selected_users: ids } : { type, selected_user: first };
  if (kind === 'channels_select') return many ? { type, selected_channels: ids } : { type, selected_channel: first };
  if (kind === 'conversations_select')
    return many ? { type, selected_conversations: ids } : { type, selected_conversation: first };
  return many ? { type, selected_options: [...chosen] } : { type, selected_option: chosen[0] ?? null };
};

export const Select = ({ block, element, id, describedBy, invalid }: ElementProps) => {
  const surface = useSurface();
  const workspace = useSession((state) => state.workspace);
  const [query, setQuery] = useState<string | null>(null);
  const [suggested, setSuggested] = useState<OptionGroup[]>([]);
  const [loading, setLoading] = useState(false);
  // The surface is new whenever anything around it changed; that is no reason to ask again.
  const asked = useRef(surface);
  asked.current = surface;
  const external = element.type.includes('external');
  const least = element.min_query_length ?? 3;

  useEffect(() => {
    if (!external || query === null || query.length < least) return;
    let wanted = true;
    setLoading(true);
    // People type faster than an app answers: only where they pause is asked.
    const timer = setTimeout(
      async () => {
        const found = await asked.current.suggest(block, element, query);
        if (!wanted) return;
        setSuggested(found);
        setLoading(false);
      },
      query === '' ? 0 : 150,
    );
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [external, query, least, block, element]);

  const isPeople = element.type.includes('users');
  const isPlaces = element.type.includes('conversations') || element.type.includes('channels');
  const offered = isPeople ? people(workspace) : isPlaces ? conversations(workspace, element) : [];
  const groups = external ? suggested : isPeople || isPlaces ? groupsIn({ options: offered }) : groupsIn(element);
  const all = groups.flatMap((group) => group.options);
  const choose = async (chosen: Option[]) => {
    if (await confirmed(element.confirm)) await surface.change(block, element, stateOf(element.type, chosen));
  };
  return (
    <Combobox
      id={id}
      describedBy={describedBy}
      invalid={invalid}
      label={element.placeholder?.text}
      action={element.action_id}
      groups={groups}
      chosen={chosenIn(surface.value(block, element), all)}
      many={element.type.startsWith('multi_')}
      max={element.max_selected_items}
      filtered={!external}
      hint={
        external && (query ?? '').length < least
          ? `Type at least ${least} characters`
          : loading
            ? 'Searching…'
            : undefined
      }
      clearable={block.type === 'input' && block.optional === true}
      onQuery={setQuery}
      onChoose={(chosen) => void choose(chosen)}
    />
  );
};
