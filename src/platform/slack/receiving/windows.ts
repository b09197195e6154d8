/** Windows in the pile of a person's modals: which is drawn, and which an answer comes back to. WRK-1 */
import { sameSubject } from '../../../core/subject.ts';
import type { Registry } from '../../slice/registry.ts';
import type { Answer, SlackRequest } from '../../slice/slice.ts';
import { drawWindow, windowOf } from '../../windows/draw-window.ts';
import { type Layer, wayTo } from '../../windows/pile.ts';
import type { Places } from '../../windows/places.ts';
import type { Deps } from '../../work/work.ts';
import type { Whereabouts } from '../answers/answer.ts';
import type { Stamped } from '../answers/envelope.ts';
import { type Question, request } from '../directory/asker.ts';
import type { Directory } from '../directory/directory.ts';
import type { ViewBody } from './payloads.ts';

interface Parts {
  readonly deps: Deps;
  readonly registry: Registry;
  readonly places: Places;
  readonly directory: Directory;
}

/**
 * Draws the window that an answer asks for: as `modal` where it comes on top of what is open, as `replace` where it takes the place
 * of what is. One that the person is in already, or that their form lies on, is left to be drawn after the ack.
 * @param layers the modals that are the person's then
 */
export const withWindow = async (
  { registry, places }: Parts,
  reader: SlackRequest,
  answer: Answer,
  layers: readonly Layer[] = [],
): Promise<Answer> => {
  const { window, say, ...others } = answer;
  if (!window) return answer;
  const top = layers.at(-1)?.window;
  const here = top && sameSubject(top, window) ? top : undefined;
  if (here && window.page === undefined) return answer;
  const trail = here?.trail ?? window.trail;
  const way = trail ? { isInPlace: true, trail } : wayTo(layers, window);
  const view = await drawWindow(registry, reader, { ...window, trail: way.trail }, { said: say, places });
  return { ...others, ...(way.isInPlace ? { replace: view } : { modal: view }) };
};

/** How what a layer shows is drawn anew, if it can be. WRK-1 */
export const redrawing =
  (parts: Parts, question: Question): NonNullable<Whereabouts['redraw']> =>
  async ({ window, list }, said) => {
    const { registry, places } = parts;
    const kind = window ? registry.windows.get(window.type) : registry.lists.get(list?.callback ?? '');
    if (!kind) return undefined;
    const reader = await request(parts, question, kind.isForTeam ?? false);
    if (window) return drawWindow(registry, reader, window, { said, places });
    return registry.lists.get(list?.callback ?? '')?.read(reader, list?.data ?? '');
  };

/** The modals that are open, the one pressed in last. */
export const layersOf = (
  { lists }: Pick<Registry, 'lists'>,
  view: ViewBody | undefined,
  opened: Stamped | undefined,
): readonly Layer[] => {
  if (view?.type !== 'modal' || !opened) return [];
  const { id: viewId, callback_id: callback = '' } = view;
  const list = lists.has(callback) ? { callback, data: opened.data } : undefined;
  return [...opened.below, { viewId, window: windowOf(view, opened.data), list }];
};
