/** Windows in the pile of a person's modals: which is drawn, and which an answer comes back to. WRK-1 */
import { sameSubject } from '../../../core/subject.ts';
import type { Registry } from '../../slice/registry.ts';
import type { Answer, SlackRequest } from '../../slice/slice.ts';
import { drawWindow, windowOf } from '../../windows/draw-window.ts';
import type { Places } from '../../windows/places.ts';
import type { Deps } from '../../work/work.ts';
import type { Whereabouts } from '../answers/answer.ts';
import type { Layer, Stamped } from '../answers/envelope.ts';
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
 * Draws the window that an answer asks for. One that the person is in already, or that their form lies on, is left to be drawn
 * after the ack.
 * @param top the modal that is the person's then
 */
export const withWindow = async (
  { registry, places }: Parts,
  reader: SlackRequest,
  answer: Answer,
  top?: Layer,
): Promise<Answer> => {
  const { window, say, ...others } = answer;
  if (!window) return answer;
  const isHere = top?.window !== undefined && sameSubject(top.window, window);
  if (isHere && window.page === undefined) return answer;
  const view = await drawWindow(registry, reader, window, { said: say, places });
  return { ...others, ...(isHere ? { replace: view } : { modal: view }) };
};

/** How the last of these modals is drawn anew, if it is a window. WRK-1 */
export const backTo = (
  parts: Parts,
  question: Question,
  layers: readonly Layer[],
): Pick<Whereabouts, 'layers' | 'back'> => {
  const window = layers.at(-1)?.window;
  if (!window) return { layers };
  const isForTeam = parts.registry.windows.get(window.type)?.isForTeam ?? false;
  const back: Whereabouts['back'] = async (said) =>
    drawWindow(parts.registry, await request(parts, question, isForTeam), window, { said, places: parts.places });
  return { layers, back };
};

/** The modals that are open, the one pressed in last. */
export const layersOf = (view: ViewBody | undefined, opened: Stamped | undefined): readonly Layer[] =>
  view?.type === 'modal' && opened ? [...opened.below, { viewId: view.id, window: windowOf(view, opened.data) }] : [];
