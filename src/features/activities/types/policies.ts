import { z } from 'zod';
import { parseMinutes } from '../../../core/time/duration.ts';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';
import { parseTypeService } from './services.ts';
import { parseTypeLine } from './type-line.ts';

export interface ActivitiesPolicy {
  /** What people choose from. */
  readonly types: readonly string[];
  /** `Type: service`, `Type: service; USD 150.00`, `Type: mandatory: service`. */
  readonly services: readonly string[];
  /** `Type: 1:30`. */
  readonly durations: readonly string[];
  /** `Type: unit`, one line for each unit; a type without a line is everybody's. */
  readonly units: readonly string[];
  /** `Type: on the way`, one line for each word. */
  readonly statuses: readonly string[];
  /** From which one is chosen when an activity is cancelled; none: any reason is written. */
  readonly cancelReasons: readonly string[];
}

const lines = (isFit: (text: string) => boolean, asked: string) =>
  z.array(z.string().max(140).refine(isFit, asked)).max(200);
const isTypeLine = (text: string): boolean => parseTypeLine(text) !== undefined;

/** ACT-1, ACT-3: the types, and what holds for activities of each. */
export const activitiesPolicy: PolicyDefinition<ActivitiesPolicy> = {
  key: 'activities',
  title: 'Activities',
  schema: z.object({
    types: z.array(z.string().min(1).max(60)).min(1).max(100),
    services: lines(
      (text) => parseTypeService(text) !== undefined,
      'Write “Type: service” or “Type: service; USD 150.00”, with “mandatory:” or “allowed:” before the service.',
    ),
    durations: lines(
      (text) => parseMinutes(parseTypeLine(text)?.rest ?? '') !== undefined,
      'Write “Type: 1:30” or “Type: 90 min”.',
    ),
    units: lines(isTypeLine, 'Write “Type: unit”, such as “Installation: Service”.'),
    statuses: lines(isTypeLine, 'Write “Type: word”, such as “Visit: on the way”.'),
    cancelReasons: z.array(z.string().min(1).max(75)).max(100),
  }),
  defaults: {
    types: ['Call', 'Meeting', 'Visit', 'Training', 'Installation', 'Repair', 'Knowledge transfer', 'Follow-up'],
    services: ['Installation: On-site installation', 'Repair: Repair work'],
    durations: ['Call: 30 min', 'Meeting: 1 h', 'Visit: 2 h'],
    units: [],
    statuses: ['Visit: on the way', 'Visit: on site'],
    cancelReasons: [],
  },
  fields: {
    types: { label: 'Types', kind: 'words' },
    services: {
      label: 'Services of types',
      hint: 'Added by themselves: “Installation: On-site installation; USD 150.00”. Before the service, “mandatory:” keeps it, “allowed:” only permits it.',
      kind: 'words',
    },
    durations: { label: 'How long types take', hint: 'Such as “Visit: 2 h”', kind: 'words' },
    units: {
      label: 'Which units may be given a type',
      hint: 'Such as “Installation: Service”; a type that is not named is everybody’s',
      kind: 'words',
    },
    statuses: { label: 'Words of types for how far they are', hint: 'Such as “Visit: on the way”', kind: 'words' },
    cancelReasons: { label: 'Reasons for cancelling', hint: 'If empty, any reason can be written', kind: 'words' },
  },
};
