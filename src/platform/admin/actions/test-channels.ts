import { UserError } from '../../../core/errors.ts';
import type { Interaction } from '../../slice/slice.ts';
import { requireAdmin, type SetupPorts } from '../ports.ts';
import { roleStates } from '../store.ts';

/** Test the channels, in the Home tab. ALL-6 */
export const testChannels = (ports: SetupPorts): Interaction => ({
  id: 'setup.test',
  press: async (request) => {
    await requireAdmin(request, 'test channels');
    const states = await roleStates(request.deps.db.prisma, ports.registry().roles);
    const roles = states.filter((role) => role.channel).map((role) => role.key);
    if (roles.length === 0) throw new UserError('No role has a channel yet: choose one for each first.');
    ports.background(ports.checkChannels(roles).then(() => ports.publishHome(request.userId)));
    const channels = roles.map(request.deps.roleName).join(', ');
    return {
      say: {
        text: `Baton now posts a test message in the channel of ${channels}. The Home tab then shows what it found.`,
      },
    };
  },
});
