import { UserError } from '../../../core/errors.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';
import type { Deps } from '../../../platform/work/work.ts';

/** One try to charge a card, as the gateway's report tells it. COL-1 */
export interface ReportRow {
  /** As spreadsheets count: the header is row 1. */
  readonly row: number;
  readonly transactionId: string;
  readonly subscription: string;
  /** What was to be paid for; with the subscription it identifies the case. */
  readonly period: string;
  /** How the gateway knows the customer. */
  readonly customer: string;
  readonly customerName: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  readonly outcome: 'failed' | 'approved';
  // Always present, so that half a million rows have one shape.
  readonly decline: 'soft' | 'hard' | undefined;
  readonly reason: string | undefined;
  readonly cardBrand: string | undefined;
  readonly cardLast4: string | undefined;
  readonly nextAttemptOn: Day | undefined;
  /** Which attempt it was, where the report says so. */
  readonly number: number | undefined;
}

/**
 * The report cannot be read; it is refused whole and nothing of it is stored. The message names row and reason, and never
 * repeats a card number.
 */
export class ReportRefused extends UserError {
  override readonly name = 'ReportRefused';
  /** The report's columns, where a mapped one is not among them: an admin can map others. */
  readonly header: readonly string[];

  constructor(message: string, header: readonly string[] = []) {
    super(message);
    this.header = header;
  }
}

/** How reports with this header are read, as an admin has said. COL-1 */
export interface NamedMapping {
  readonly name: string;
  /** The names of the columns, as they are compared. */
  readonly header: string;
  /** What of the gateway's policy is otherwise. */
  readonly settings: unknown;
}

/** What the beginning of a report looks like. */
export interface ReportLook {
  /** The line that names the columns; spreadsheets count from 1. */
  readonly row: number;
  readonly names: readonly string[];
  /** How it is compared with the headers of other reports. */
  readonly header: string;
  /** `commas`, `tabs`… */
  readonly separator: string;
  /** The lines above the header. */
  readonly titles: readonly string[];
  /** What stands in a column, blank cells and repetitions left out. */
  readonly column: (at: number) => readonly string[];
}

/** What an admin says of a report's columns; texts are as the report has them. */
export interface ChosenMapping {
  /** The column's name by field; '' for one that the report does not have. */
  readonly columns: Readonly<Record<string, string>>;
  readonly dateFormat: string;
  readonly statuses: Readonly<Record<string, 'failed' | 'approved' | 'ignored'>>;
  /** Reasons that were shown, and which of them mean a hard decline. */
  readonly reasons: readonly string[];
  readonly hard: readonly string[];
  readonly zone: string;
  readonly currency: string;
}

/** Which fields of a policy name columns, and what else is found out of a report itself. COL-1 */
export interface ColumnMapping {
  readonly policy: PolicyDefinition;
  readonly columns: readonly { readonly field: string; readonly isOptional: boolean }[];
  /** The fields of the columns whose words and dates are looked at. */
  readonly dateField: string;
  readonly statusField: string;
  readonly reasonField: string;
  /** @throws ReportRefused for what is no report */
  readonly look: (beginning: Uint8Array) => Promise<ReportLook>;
  /** The ways in which all of these can be read as dates, each with what the first of them is then. */
  readonly datesIn: (samples: readonly string[]) => readonly { readonly format: string; readonly day: Day }[];
  /** What a status most likely means. */
  readonly guess: (status: string, current: Record<string, unknown>) => 'failed' | 'approved' | 'ignored';
  /** Whether it means a hard decline already. */
  readonly isHard: (reason: string, current: Record<string, unknown>) => boolean;
  readonly settings: (
    chosen: ChosenMapping,
    look: ReportLook,
    current: Record<string, unknown>,
  ) => Record<string, unknown>;
}

/** A transaction that neither failed nor was paid (pending, refunded…). */
export interface IgnoredRow {
  readonly row: number;
  readonly transactionId: string;
  /** As the report calls it. */
  readonly status: string;
  /** Milliseconds since 1970, where the report says so. */
  readonly at: number | undefined;
}

/** What reading a report needs to know, and where it says what is to be told besides its rows. */
export interface Reading {
  readonly policy: Deps['policy'];
  /** Reports whose header is one of these are read by it, others by the policy. */
  readonly mappings: readonly NamedMapping[];
  /** No transaction can lie behind it. */
  readonly now: Date;
  /** A sentence for the import's answer. */
  readonly note: (text: string) => void;
  readonly ignored: (row: IgnoredRow) => void;
}

/** A gateway's report: the port that an integration fills. */
export interface ReportFormat {
  readonly gateway: string;
  readonly title: string;
  readonly policies: readonly PolicyDefinition<never>[];
  readonly mapping: ColumnMapping;
  /**
   * Reads the whole file, batch by batch, as fast as the batches are taken.
   * @throws ReportRefused
   */
  read(reading: Reading, body: AsyncIterable<Uint8Array>): AsyncIterable<readonly ReportRow[]>;
}
