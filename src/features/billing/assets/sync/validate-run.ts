import { z } from 'zod';
import { UserError } from '../../../../core/errors.ts';
import { type RunKind, runKind } from '../../../../platform/runs/index.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { setupEditors } from '../../setup/index.ts';
import { parseList, textOf } from '../lists/list.ts';
import { serverSubject } from '../servers/server.ts';
import { lockServer, storeChecked } from '../servers/store.ts';
import { listOf, type OpenFile, serverInUse } from './list-source.ts';
import { validationMessage } from './sync-views.ts';

export const validateRun = 'server.validate';

const parameters = z.object({ serverId: z.string(), name: z.string() });

type Outcome = { readonly assets: number } | { readonly problem: string };

/** What is wrong with the list is what was asked for, not a failure. */
const ask = async (work: Work, serverId: string, openFile: OpenFile): Promise<Outcome> => {
  try {
    return { assets: parseList(await textOf(listOf(work, { serverId }, openFile))).length };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { problem: error.message };
  }
};

/**
 * Says whether a server answers and what is wrong with its list; who asked, and when. In the background: a server may be silent for longer
 * than a click may take. CUS-2
 */
export const validateKind = (openFile: OpenFile): RunKind =>
  runKind({
    name: validateRun,
    parameters,
    title: ({ name }) => `Validation of ${name}`,
    roles: setupEditors,
    doing: 'validate servers',
    channel: 'billing',
    timeout: 60_000,
    chunk: async (work, { parameters: { serverId } }) => {
      const server = await serverInUse(work, serverId);
      const outcome = await ask(work, serverId, openFile);
      await lockServer(work.tx, serverId);
      const problem = 'problem' in outcome ? outcome.problem : undefined;
      await storeChecked(work, serverId, { by: work.by.id, problem });
      work.audit({
        action: problem === undefined ? 'server.validated' : 'server.found_wrong',
        subject: serverSubject(serverId),
        after: { name: server.name, ...('assets' in outcome ? { assets: outcome.assets } : {}) },
        reason: problem,
      });
      work.post({ to: { user: work.by.id }, content: validationMessage(server, outcome) });
      return { counts: 'assets' in outcome ? { assets: outcome.assets } : {} };
    },
  });
