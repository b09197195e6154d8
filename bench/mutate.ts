import { runTasks } from './support/runner.ts';

const of = (name: string, title: string, ...files: readonly string[]) => ({
  name,
  title,
  file: 'mutation.ts',
  args: files,
  about:
    'Every line of these rules changed in every way that Stryker knows (conditions turned, bounds moved, texts emptied, calls left out), one change at a time; the score is the share of changes that make a unit test fail.',
});

await runTasks({
  script: 'mutate',
  page: 'docs/mutation.md',
  tasks: [
    of('money', 'Money', 'src/core/money/money.ts', 'src/core/money/money-text.ts'),
    of('calendar', 'Calendar', 'src/core/time/calendar.ts'),
    of('proration', 'Go-live credit', 'src/features/billing/subscriptions/proration.ts'),
    of('decide', 'What becomes of a failed charge', 'src/features/collections/cases/table/decide.ts'),
    of('gates', 'Gates', 'src/features/playbooks/gates.ts'),
  ],
});
