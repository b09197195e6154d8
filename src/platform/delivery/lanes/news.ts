import type { Engine } from '../engine.ts';
import type { Item } from '../outbox/lanes.ts';
import { noticeKind } from '../parked/notice.ts';
import type { Lane } from './lane.ts';

/** The admins must hear of this, once it is recorded; of their own notice they are not told. */
export const noteNews = (lane: Lane, item: Item, news: 'new' | 'old'): void => {
  if (item.kind !== noticeKind.kind && lane.news !== 'new') lane.news = news;
};

export const tellNews = (engine: Engine, lane: Lane): void => {
  if (lane.news) engine.tell(lane.news);
  lane.news = undefined;
};
