import type { Route, Slice } from '../slice/slice.ts';
import { goBack } from './back.ts';

/** What all windows have. */
export const windowsSlice = (go: Route): Slice => ({ name: 'windows', interactions: [goBack], routes: [go] });
