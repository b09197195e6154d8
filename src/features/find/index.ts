import { buttons } from '../../platform/block-kit/blocks.ts';
import type { HomeSection, Slice } from '../../platform/slice/slice.ts';
import { findCommand, findForm } from './actions/find.ts';

export { type Asked, isAmount, minorsOf, numberOf } from './asked.ts';
export { type Finder, finders, type Hit } from './finder.ts';

const findHome: HomeSection = {
  order: 1,
  title: 'Find',
  render: async () => [buttons('find', [{ text: 'Find anything', action: 'find.open', value: 'home' }])],
};

/** A leaf: who owns nouns contributes how they are found. WRK-2 */
export const findSlice: Slice = {
  name: 'find',
  commands: [findCommand],
  interactions: [findForm],
  home: [findHome],
};
