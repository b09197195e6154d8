import { z } from 'zod';
import type { PolicyDefinition } from '../work/policies.ts';

export interface RetentionPolicy {
  /** What was sent or dropped is forgotten after so many days. Living messages are drawn from state and hold nothing. */
  readonly messageDays: number;
  /** Due times of jobs that are over. */
  readonly jobDays: number;
  /** Requests that Slack might send again. */
  readonly requestDays: number;
  /** The bytes of files that runs have worked through, such as imported reports. */
  readonly fileDays: number;
}

/** How long what only served its purpose is kept. The audit log and everything with history stays. */
export const retentionPolicy: PolicyDefinition<RetentionPolicy> = {
  key: 'retention',
  title: 'How long things are kept',
  schema: z.object({
    messageDays: z.int().min(1).max(3650),
    jobDays: z.int().min(1).max(3650),
    requestDays: z.int().min(1).max(365),
    fileDays: z.int().min(1).max(3650),
  }),
  defaults: { messageDays: 90, jobDays: 30, requestDays: 7, fileDays: 400 },
  fields: {
    messageDays: {
      label: 'Days that the text of a sent message is kept',
      hint: 'Slack keeps its own by its own rules',
      kind: 'integer',
    },
    jobDays: { label: 'Days that finished jobs are kept', kind: 'integer' },
    requestDays: { label: 'Days that carried-out requests are remembered', kind: 'integer' },
    fileDays: {
      label: 'Days that imported reports are kept',
      hint: 'Which file was imported stays known',
      kind: 'integer',
    },
  },
};
