import type { Engine } from '../../engine.ts';

/**
 * Archiving a channel throws Baton out of it. A public one is joined again by whoever finds that; into a private one it must be
 * invited.
 * @returns whether Baton is in now
 */
export const rejoined = async (engine: Engine, channel: string, problem: string): Promise<boolean> => {
  if (problem !== 'not_in_channel') return false;
  return engine.client.apiCall('conversations.join', { channel }).then(
    () => true,
    () => false,
  );
};
