import type { By, Deps } from '../../platform/work.ts';

/** Takes a recorded payment back, with a reason: bounced, charged back, recorded by mistake. ALL-5 */
export async function reversePayment(_deps: Deps, _by: By, _input: { readonly paymentId: string; readonly reason: string }): Promise<void> {
  throw new Error('not written');
}
