import { randomBytes } from 'node:crypto';
import { withIds } from './blocks/blocks.ts';
import { initialState } from './forms.ts';
import { asObj, type Json, type Obj, objs } from './json.ts';
import { newBlockId } from './messages.ts';
import type { View } from './types.ts';
import { APP, TEAM } from './workspace.ts';
import { changed, nextId, type World } from './world.ts';

/** The life of modals and Home tabs; whether a view may exist at all is decided in `blocks/views.ts`. */

const newHash = () => `${Math.floor(Date.now() / 1000)}.${randomBytes(4).toString('hex')}`;

export const newView = (world: World, type: View['type'], userId: string, body: Obj): View => {
  const full: Obj = { ...body, blocks: withIds(objs(body.blocks), newBlockId(world)) };
  const id = nextId(world, 'V');
  return {
    id,
    type,
    userId,
    body: full,
    hash: newHash(),
    rootId: id,
    previousId: null,
    state: initialState(objs(full.blocks)),
    errors: {},
    suggested: new Map(),
  };
};

/** A view as the API returns it and payloads carry it. */
export const viewJson = (view: View): Obj => {
  const { body } = view;
  const modal = view.type === 'modal';
  return {
    id: view.id,
    team_id: TEAM.id,
    type: view.type,
    blocks: body.blocks ?? [],
    private_metadata: body.private_metadata ?? '',
    callback_id: body.callback_id ?? '',
    external_id: body.external_id ?? '',
    state: { values: view.state as Json as Obj },
    hash: view.hash,
    title: modal ? asObj(body.title) : { type: 'plain_text', text: 'View Title', emoji: true },
    close: body.close ?? null,
    submit: body.submit ?? null,
    clear_on_close: body.clear_on_close ?? false,
    notify_on_close: body.notify_on_close ?? false,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: APP.id,
    app_installed_team_id: TEAM.id,
    bot_id: APP.botId,
  };
};

const touch = (world: World, view: View): void =>
  changed(world, { kind: view.type === 'modal' ? 'modal' : 'home', user: view.userId });

export const openModal = (world: World, userId: string, body: Obj): View => {
  for (const old of world.modals.get(userId) ?? []) world.views.delete(old.id);
  const view = newView(world, 'modal', userId, body);
  world.views.set(view.id, view);
  world.modals.set(userId, [view]);
  touch(world, view);
  return view;
};

export const pushModal = (world: World, userId: string, body: Obj): View => {
  const stack = world.modals.get(userId) ?? [];
  const top = stack.at(-1);
  const view = newView(world, 'modal', userId, body);
  view.rootId = stack[0]?.id ?? view.id;
  view.previousId = top?.id ?? null;
  world.views.set(view.id, view);
  world.modals.set(userId, [...stack, view]);
  touch(world, view);
  return view;
};

/** What was typed stays where block and action are still the same, whatever the new initial values say. */
export const replaceView = (world: World, view: View, body: Obj): void => {
  const blocks = withIds(objs(body.blocks), newBlockId(world));
  view.body = { ...body, blocks };
  view.state = initialState(blocks, view.state);
  view.hash = newHash();
  view.errors = {};
  touch(world, view);
};

export const publishHome = (world: World, view: View): View => {
  world.homes.set(view.userId, view);
  world.views.set(view.id, view);
  touch(world, view);
  return view;
};

/** Takes one view, or the whole stack, off a person's screen. */
export const closeModals = (world: World, userId: string, which: View | 'all'): View[] => {
  const stack = world.modals.get(userId) ?? [];
  const closed = which === 'all' ? stack : stack.filter((view) => view === which);
  for (const view of closed) world.views.delete(view.id);
  world.modals.set(
    userId,
    stack.filter((view) => !closed.includes(view)),
  );
  changed(world, { kind: 'modal', user: userId });
  return closed;
};
