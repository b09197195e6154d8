import { runTasks } from './support/runner.ts';

const of = (name: string, title: string, ...files: readonly string[]) => ({
  name,
  title,
  file: 'mutation.ts',
  args: files,
  about:
    'Every line of these rules changed in every way that Stryker knows (conditions turned, bounds moved, texts emptied, calls left out), one change at a time; the score is the share of changes that make a unit test fail.',
});

const billing = 'src/features/billing';
const within = (room: string, ...files: readonly string[]) => files.map((file) => `${billing}/${room}/${file}.ts`);

await runTasks({
  script: 'mutate',
  page: 'docs/mutation.md',
  tasks: [
    of('money', 'Money', 'src/core/money/money.ts', 'src/core/money/money-text.ts'),
    of('prices', 'Unit prices and fractions', 'src/core/money/unit-price.ts', 'src/core/ratio.ts'),
    of('calendar', 'Calendar', 'src/core/time/calendar.ts'),
    of('periods', 'Periods and spans of days', 'src/core/time/periods.ts', 'src/core/time/spans.ts'),
    of('taxes', 'Taxes', `${billing}/taxes/tax.ts`, `${billing}/taxes/totals.ts`),
    of('numbering', 'Numbers of issued documents', ...within('sellers', 'number-format')),
    of('charging', 'What is due', ...within('charging', 'item', 'assets', 'schedule', 'served', 'due', 'why', 'bills')),
    of(
      'changes',
      'Changes of a service',
      ...within('changes', 'service', 'change', 'removal', 'interruption', 'effect'),
    ),
    of(
      'settling',
      'Allocations and credit notes',
      `${billing}/balance/allocation.ts`,
      `${billing}/credits/credit-note.ts`,
    ),
    of('proration', 'Go-live credit', 'src/features/billing/subscriptions/proration.ts'),
    of('decide', 'What becomes of a failed charge', 'src/features/collections/cases/table/decide.ts'),
    of('gates', 'Gates', 'src/features/playbooks/gates.ts'),
  ],
});
