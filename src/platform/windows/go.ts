import { json, notFound, redirect } from '../http/route.ts';
import type { Registry } from '../slice/registry.ts';
import type { Route } from '../slice/slice.ts';
import { findMessage } from './find-message.ts';
import { homeLink, type Places, permalink } from './places.ts';

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/**
 * WRK-1: the address of a thing leads to its message in Slack, or to Baton's Home where it has none. It needs no role, since it
 * shows nothing; what is unknown and what is malformed are answered alike.
 */
export const goRoute = (registry: () => Pick<Registry, 'slots' | 'windows'>, places: Places): Route => ({
  method: 'GET',
  path: '/go/:id',
  limits: { perAddress: { times: 120, seconds: 60 } },
  answer: async ({ db }, { params: { id = '' } }) => {
    const found = isId(id) ? await findMessage(db.prisma, registry(), id.toLowerCase()) : undefined;
    if (!found) return notFound;
    const workspace = places.workspace();
    if (!workspace) return json(503, { error: 'Slack has not answered yet' });
    return redirect(found.spot ? permalink(workspace, found.spot) : homeLink(workspace));
  },
});
