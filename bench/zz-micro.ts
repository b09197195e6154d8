import { approveHandoff } from '../src/features/onboarding/approve-handoff.ts';
import { startOffice, startProject } from '../test/flows/onboarding-journey.ts';
import { copyProject } from './support/copies.ts';

const h = await startOffice('postgres');
const q = await startProject(h, { set_up: '1500', first_month: '2000', hardware: '900' });
await q.tick();
await h.db.prisma.messageSlot.updateMany({ data: { ts: '1.000001', channel: 'C', state: 'idle' } });
await copyProject(h.db, q.id, 1, 1500);
const st = await q.state();
const id = (k: number) => st.handoff.id.slice(0, 28) + k.toString(16).padStart(8, '0');
let k = 1;
const pgcpu = async () => {
  const { execSync } = await import('node:child_process');
  return Number(execSync("cat /proc/*/stat 2>/dev/null | awk '/postgres/ {s+=$14+$15} END {print s*10}'").toString());
};
const run = async (n: number, label: string, conc = 1) => {
  const p0 = await pgcpu();
  const c = process.cpuUsage();
  const t = performance.now();
  await Promise.all(
    Array.from({ length: conc }, async () => {
      for (let i = 0; i < n / conc; i++) {
        const j = k++;
        await approveHandoff(h.deps, { userId: 'U_SALES', requestId: 'x' + j }, { handoffId: id(j) });
      }
    }),
  );
  const d = process.cpuUsage(c);
  console.log(
    label,
    'node cpu/approve',
    ((d.user + d.system) / 1000 / n).toFixed(2),
    'pg cpu',
    (((await pgcpu()) - p0) / n).toFixed(2),
    'wall/approve',
    ((performance.now() - t) / n).toFixed(2),
  );
};
import { Session } from "node:inspector/promises"; import { writeFileSync } from "node:fs";
const sess = new Session(); sess.connect(); await run(300,"warm"); await sess.post("Profiler.enable"); await sess.post("Profiler.setSamplingInterval",{interval:200}); await sess.post("Profiler.start"); await run(400,"prof"); const { profile } = await sess.post("Profiler.stop"); writeFileSync("/tmp/prof/a.cpuprofile", JSON.stringify(profile));
if (0) await run(300, 'first');
await run(400, 'next');
await run(400, '4 at once', 4);
await h.close();
process.exit(0);
