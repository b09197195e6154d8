import { Session } from 'node:inspector/promises';
import { writeFileSync } from 'node:fs';
export const sampleCpu = async (file: string, f: () => Promise<void>) => { const s = new Session(); s.connect(); await s.post('Profiler.enable'); await s.post('Profiler.setSamplingInterval',{interval:250}); await s.post('Profiler.start'); await f(); const { profile } = await s.post('Profiler.stop'); writeFileSync(file, JSON.stringify(profile)); };
