import type { Route, Slice } from '../slice/slice.ts';
import { goBack } from './back.ts';
import { turnRows } from './read-sections.ts';

/** What all windows have. */
export const windowsSlice = (go: Route): Slice => ({
  name: 'windows',
  interactions: [goBack, ...turnRows],
  routes: [go],
});
