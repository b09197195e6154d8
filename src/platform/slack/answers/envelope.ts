import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { modal, section } from '../../block-kit/blocks.ts';

/** Where a modal was opened from, so that its answer can be seen there. Travels in private_metadata beside the slice's own data. */
export interface Origin {
  readonly channel?: string;
  readonly responseUrl?: string;
}

const envelope = z.object({ d: z.string(), c: z.string().optional(), r: z.string().optional() });

export const stamp = (view: ModalView, origin: Origin): ModalView => ({
  ...view,
  private_metadata: JSON.stringify({ d: view.private_metadata ?? '', c: origin.channel, r: origin.responseUrl }),
});

/** What `stamp` wrote; metadata of any other form counts as the slice's data. */
export const unstamp = (metadata: string): { readonly data: string; readonly origin: Origin } => {
  try {
    const { d, c, r } = envelope.parse(JSON.parse(metadata));
    return { data: d, origin: { ...(c ? { channel: c } : {}), ...(r ? { responseUrl: r } : {}) } };
  } catch {
    return { data: metadata, origin: {} };
  }
};

/** A modal that only says something: for answers where no message can be shown. */
export const notice = (text: string): ModalView =>
  modal({ callback: 'notice', title: 'Baton', blocks: [section(text)], close: 'OK' });
