import { writeFileSync } from 'node:fs';

/** One result of a bench or a soak. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the same machine does in the same run without Baton, in the same unit. */
  readonly floor?: number;
  /** The least (or most) it must be. */
  readonly atLeast?: number;
  readonly atMost?: number;
}

export const isMissed = ({ value, atLeast, atMost }: Figure): boolean =>
  Number.isNaN(value) || (atLeast !== undefined && value < atLeast) || (atMost !== undefined && value > atMost);

/** `1,234`, `12.3` or `0.87`: as many digits as the size of the number deserves. */
export const spelled = (value: number): string => {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
};

export const required = ({ atLeast, atMost }: Figure): string => {
  if (atLeast !== undefined && atLeast === atMost) return `exactly ${spelled(atLeast)}`;
  if (atLeast !== undefined) return `≥ ${spelled(atLeast)}`;
  return atMost === undefined ? 'reported' : `≤ ${spelled(atMost)}`;
};

/** Prints the figures, hands them to the runner that started this (if one did), and fails the process when one is missed. */
export const report = (figures: readonly Figure[]): void => {
  for (const figure of figures) {
    const floor = figure.floor === undefined ? '' : `, floor ${spelled(figure.floor)} ${figure.unit}`;
    process.stdout.write(
      `${isMissed(figure) ? 'MISSED' : 'ok    '} ${figure.name}: ${spelled(figure.value)} ${figure.unit} (${required(figure)}${floor})\n`,
    );
  }
  const file = process.env.BATON_FIGURES;
  if (file) writeFileSync(file, JSON.stringify(figures));
  if (figures.some(isMissed)) process.exitCode = 1;
};

/** The value below which so many percent of the values lie. */
export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
};

export const median = (values: readonly number[]): number => percentile(values, 50);
