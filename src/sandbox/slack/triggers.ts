import { randomBytes } from 'node:crypto';
import { TEAM } from './workspace.ts';
import { nextId, type ResponseUrl, type World } from './world.ts';

const KEPT = 5000;

/** Maps keep insertion order, so the oldest entries go first. */
const trim = (map: Map<string, unknown>): void => {
  for (const key of map.keys()) {
    if (map.size <= KEPT) return;
    map.delete(key);
  }
};

export const newTrigger = (world: World, userId: string): string => {
  const id = `${Date.now()}.${++world.serial}.${randomBytes(16).toString('hex')}`;
  world.triggers.set(id, { userId, at: performance.now(), used: false });
  trim(world.triggers);
  return id;
};

export const spendTrigger = (world: World, id: string): { userId: string } | { error: string } => {
  const trigger = world.triggers.get(id);
  if (!trigger) return { error: 'invalid_trigger_id' };
  if (trigger.used) return { error: 'exchanged_trigger_id' };
  if (performance.now() - trigger.at > world.settings.triggerMs) return { error: 'expired_trigger_id' };
  trigger.used = true;
  return { userId: trigger.userId };
};

export const newResponseUrl = (world: World, about: Omit<ResponseUrl, 'at' | 'uses'>): string => {
  const path = `/response/${TEAM.id}/${nextId(world, 'R')}/${randomBytes(12).toString('hex')}`;
  world.responseUrls.set(path, { ...about, at: performance.now(), uses: 0 });
  trim(world.responseUrls);
  return `${world.baseUrl}${path}`;
};

/** For tests that must not wait: whatever was handed out so far is now too old. */
export const expireAll = (world: World): void => {
  for (const trigger of world.triggers.values()) trigger.at = Number.NEGATIVE_INFINITY;
  for (const url of world.responseUrls.values()) url.at = Number.NEGATIVE_INFINITY;
};
