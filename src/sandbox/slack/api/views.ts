import { checkView, viewTooLarge } from '../blocks/views.ts';
import { asObj, type Json, type Obj } from '../json.ts';
import { spendTrigger } from '../triggers.ts';
import type { View } from '../types.ts';
import { newView, openModal, publishHome, pushModal, replaceView, viewJson } from '../views.ts';
import type { World } from '../world.ts';
import { type Args, type Method, refuse, refuseWith } from './answer.ts';

const readView = (args: Args, type: 'modal' | 'home'): Obj => {
  const view: Json | undefined = args.json('view', 'invalid_arguments');
  const problems = checkView(view, type);
  if (problems.length > 0) refuseWith('invalid_arguments', problems);
  if (viewTooLarge(asObj(view))) refuse('view_too_large');
  return asObj(view);
};

const uniqueExternal = (world: World, body: Obj, except?: View): void => {
  const external = body.external_id;
  if (!external) return;
  for (const view of world.views.values()) {
    if (view !== except && view.body.external_id === external) refuse('duplicate_external_id');
  }
};

/** Triggers last three seconds and open one view. */
const traded = (world: World, args: Args): string => {
  const outcome = spendTrigger(world, args.text('trigger_id') ?? args.need('interactivity_pointer'));
  return 'error' in outcome ? refuse(outcome.error) : outcome.userId;
};

const answer = (view: View): Obj => ({ view: viewJson(view) });

export const views: Record<string, Method> = {
  'views.open': {
    perMinute: 100,
    run: (world, args) => {
      const body = readView(args, 'modal');
      uniqueExternal(world, body);
      return answer(openModal(world, traded(world, args), body));
    },
  },
  'views.push': {
    perMinute: 100,
    run: (world, args) => {
      const body = readView(args, 'modal');
      uniqueExternal(world, body);
      const userId = traded(world, args);
      const depth = world.modals.get(userId)?.length ?? 0;
      if (depth === 0) refuse('not_found');
      if (depth >= 3) refuse('push_limit_reached');
      return answer(pushModal(world, userId, body));
    },
  },
  'views.update': {
    perMinute: 100,
    run: (world, args) => {
      const id = args.text('view_id');
      const external = args.text('external_id');
      if (id && external) refuseWith('invalid_arguments', ['Cannot provide both `view_id` and `external_id`']);
      if (!id && !external) refuseWith('invalid_arguments', ['Must provide either `view_id` or `external_id`']);
      const view =
        [...world.views.values()].find((v) => (id ? v.id === id : v.body.external_id === external)) ??
        refuse('not_found');
      const body = readView(args, view.type);
      uniqueExternal(world, body, view);
      const hash = args.text('hash');
      if (hash && hash !== view.hash) refuse('hash_conflict');
      replaceView(world, view, body);
      return answer(view);
    },
  },
  'views.publish': {
    perMinute: 100,
    run: (world, args) => {
      const userId = args.need('user_id');
      const person = world.people.get(userId) ?? refuse('user_not_found');
      const body = readView(args, 'home');
      const current = world.homes.get(person.id);
      uniqueExternal(world, body, current);
      const hash = args.text('hash');
      if (hash && hash !== current?.hash) refuse('hash_conflict');
      if (current) {
        replaceView(world, current, body);
        return answer(current);
      }
      return answer(publishHome(world, newView(world, 'home', person.id, body)));
    },
  },
};
