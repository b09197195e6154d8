export { housekeepingJob } from './housekeeping.ts';
export type { Job, Schedule } from './job.ts';
export { retentionPolicy } from './retention.ts';
export { type Jobs, type NextSlot, startJobs } from './runner.ts';
