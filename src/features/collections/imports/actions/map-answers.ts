/** What an admin answers in the forms that map a report, from one to the next. COL-1 */
import { z } from 'zod';
import { FieldErrors } from '../../../../core/errors.ts';
import { clip } from '../../../../core/text/text.ts';
import { type FormValues, required } from '../../../../platform/block-kit/form.ts';
import type { ChosenMapping, NamedMapping } from '../report.ts';
import {
  type Columns,
  fieldOf,
  type Mapped,
  mostStatuses,
  none,
  reasonsOf,
  statusesOf,
  statusField,
} from './map-forms.ts';

/** What was chosen. @throws FieldErrors at a column that is missing, chosen twice, or holds what it cannot */
export const readColumns = (of: Mapped, values: FormValues): Columns => {
  const { mapping, look } = of;
  const columns: Record<string, number> = {};
  const errors: Record<string, string> = {};
  for (const { field, isOptional } of mapping.columns) {
    const value = values.option(field);
    const at = value === undefined || value === none ? undefined : Number(value);
    if (at === undefined) {
      if (!isOptional) errors[field] = 'Choose the column; without it the report cannot be read.';
    } else if (Object.values(columns).includes(at))
      errors[field] = `“${clip(look.names[at] ?? '', 60)}” is chosen twice.`;
    else columns[field] = at;
  }
  const dates = columns[mapping.dateField];
  const samples = dates === undefined ? [] : look.column(dates);
  if (dates !== undefined && mapping.datesIn(samples).length === 0)
    errors[mapping.dateField] =
      samples.length === 0
        ? 'This column is empty.'
        : `Not all of this column can be read as dates, such as “${clip(samples[0] ?? '', 40)}”. Choose another, or export the report again.`;
  const statuses = statusesOf(of, columns).length;
  if (statuses > mostStatuses)
    errors[mapping.statusField] =
      `This column has more than ${mostStatuses} different words: a status has few. Choose another.`;
  if (Object.keys(errors).length > 0) throw new FieldErrors(errors);
  return columns;
};

export const keptColumns = z.object({
  importId: z.string(),
  name: z.string(),
  columns: z.record(z.string(), z.int().min(0)),
});
export const keptWords = keptColumns.extend({
  dateFormat: z.string(),
  statuses: z.array(z.enum(['failed', 'approved', 'ignored'])),
  hard: z.array(z.int().min(0)),
  zone: z.string(),
  currency: z.string(),
});
type Kept = z.infer<typeof keptWords>;

export const readWords = (of: Mapped, kept: z.infer<typeof keptColumns>, values: FormValues): Kept => ({
  ...kept,
  dateFormat: required(values.option(fieldOf.date), fieldOf.date, 'Choose how its dates are written.'),
  statuses: statusesOf(of, kept.columns).map((_, nth) =>
    keptWords.shape.statuses.element.parse(
      required(values.option(statusField(nth)), statusField(nth), 'Choose what this status means.'),
    ),
  ),
  hard: values.options(fieldOf.hard).map(Number),
  zone: required(values.text(fieldOf.zone), fieldOf.zone, 'Write a zone, such as America/New_York.'),
  currency: required(values.text(fieldOf.currency), fieldOf.currency, 'Write a currency, such as USD.').toUpperCase(),
});

/** The mapping as it is stored. @throws FieldErrors for what no setting takes */
export const mappingOf = (of: Mapped, kept: Kept): NamedMapping => {
  const { mapping, look, current } = of;
  const reasons = reasonsOf(of, kept.columns);
  const chosen: ChosenMapping = {
    columns: Object.fromEntries(
      mapping.columns.map(({ field }) => [field, look.names[kept.columns[field] ?? -1] ?? '']),
    ),
    dateFormat: kept.dateFormat,
    statuses: Object.fromEntries(
      statusesOf(of, kept.columns).map((status, nth) => [status, kept.statuses[nth] ?? 'ignored']),
    ),
    reasons,
    hard: kept.hard.flatMap((nth) => reasons[nth] ?? []),
    zone: kept.zone,
    currency: kept.currency,
  };
  const parsed = mapping.policy.schema.safeParse(mapping.settings(chosen, look, current));
  if (parsed.success) return { name: kept.name, header: look.header, settings: parsed.data };
  const fields: Readonly<Record<string, string>> = { zone: fieldOf.zone, defaultCurrency: fieldOf.currency };
  throw new FieldErrors(
    Object.fromEntries(
      parsed.error.issues.map(({ path, message }) => [fields[String(path[0])] ?? fieldOf.date, message]),
    ),
  );
};
