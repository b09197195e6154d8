import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { modal, section } from '../../block-kit/blocks.ts';
import { type Layer, layerText, parseLayer } from '../../windows/pile.ts';

/** Where a modal was opened from, so that its answer can be seen there. Travels in private_metadata beside the slice's own data. */
export interface Origin {
  readonly channel?: string;
  readonly responseUrl?: string;
}

const envelope = z.object({
  d: z.string(),
  c: z.string().optional(),
  r: z.string().optional(),
  b: z.array(z.tuple([z.string(), z.string()])).optional(),
});

/** @param below what lies under the modal, the lowest first */
export const stamp = (view: ModalView, origin: Origin, below: readonly Layer[] = []): ModalView => ({
  ...view,
  private_metadata: JSON.stringify({
    d: view.private_metadata ?? '',
    c: origin.channel,
    r: origin.responseUrl,
    b: below.length > 0 ? below.map((layer) => [layer.viewId, layerText(layer)]) : undefined,
  }),
});

export interface Stamped {
  readonly data: string;
  readonly origin: Origin;
  readonly below: readonly Layer[];
}

/** What `stamp` wrote; metadata of any other form counts as the slice's data. */
export const unstamp = (metadata: string): Stamped => {
  try {
    const { d, c, r, b = [] } = envelope.parse(JSON.parse(metadata));
    return {
      data: d,
      origin: { ...(c ? { channel: c } : {}), ...(r ? { responseUrl: r } : {}) },
      below: b.map(([viewId, shown]) => parseLayer(viewId, shown)),
    };
  } catch {
    return { data: metadata, origin: {}, below: [] };
  }
};

/** A modal that only says something: for answers where no message can be shown. */
export const notice = (text: string): ModalView =>
  modal({ callback: 'notice', title: 'Baton', blocks: [section(text)], close: 'OK' });
