import type { Obj } from '../json.ts';
import type { World } from '../world.ts';

/** Slack's pacing, enforced on request: one post a second per channel, and calls per minute by tier. */

export interface Limiter {
  /** Seconds to wait, or 0 when the call may go on. */
  check(method: string, perMinute: number | undefined, args: Obj): number;
}

interface Bucket {
  tokens: number;
  at: number;
}

export const createLimiter = (world: World): Limiter => {
  const buckets = new Map<string, Bucket>();

  function take(key: string, capacity: number, perSecond: number): number {
    const now = performance.now();
    const bucket = buckets.get(key) ?? { tokens: capacity, at: now };
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    buckets.set(key, bucket);
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    bucket.tokens -= 1;
    return 0;
  }

  return {
    check(method, perMinute, args) {
      const { postsPerSecondPerChannel: rate, tiers } = world.settings.limits;
      if (rate !== undefined && method === 'chat.postMessage') {
        const wait = take(`post:${String(args.channel)}`, Math.max(1, rate), rate);
        if (wait > 0) return wait;
      }
      return tiers && perMinute !== undefined ? take(`tier:${method}`, perMinute, perMinute / 60) : 0;
    },
  };
};
