import { runTasks } from './support/runner.ts';

await runTasks({
  script: 'bench',
  page: 'docs/performance.md',
  tasks: [
    {
      name: 'ack',
      title: 'Ack: what a decision costs, and how long people wait',
      file: 'ack.ts',
      about:
        'Requests recorded from the stand-in and replayed about thousands of copies of a project, signed, from a process of its own; PROCESS=all, delivery at Slack’s pace, jobs on, each change committed before its ack. *Floor* of a decision: an empty Bolt app which writes the very rows that Baton wrote, taken down by triggers, with the bare driver in one transaction; turn and turn about, five times 300. Capacity: the mix of commands, Approve and forms in closed loop on 16 connections; then a minute of Poisson arrivals at half of it, latency counted from when a request was to be sent, beside the median of one request at a time. `/onboard help` beside a Bolt app that acknowledges and does nothing. Statements include BEGIN and COMMIT; both they and round trips are counted on the wire.',
    },
    {
      name: 'versions',
      title: 'Decisions: this version beside the one before the house was rebuilt',
      file: 'versions.ts',
      about:
        'The commonest decisions in both versions on one database, the same recorded requests about copies of a project, six times 300 in turn, each first as often as the other; web processes, so that neither does the other’s deliveries. Figures of the earlier version stand as floor. Statements and round trips are counted on the wire.',
    },
    {
      name: 'delivery',
      title: 'Delivery: how fast messages leave',
      file: 'delivery.ts',
      about:
        '10,000 posts over 200 channels to the Slack stand-in in a process of its own: first without limits (floor: the SDK’s WebClient alone, posting the same), then with Slack’s one message a second per channel enforced.',
    },
    {
      name: 'mail',
      title: 'Mail: how fast letters leave',
      file: 'mail.ts',
      about:
        '1,000 letters with HTML, text and a PDF of 40 KB each, made and kept before, to 200 domains, from PostgreSQL to a mail server in a process of its own; *floor*: nodemailer with its pool handing over the same from memory, turn and turn about, three times, medians.',
    },
    {
      name: 'import',
      title: 'Import: a report of 500,000 rows',
      file: 'import.ts',
      about:
        'A Recurring Billing Report of 500,000 rows through the whole import, against COPY of the same typed rows into the same indexed table; each in a process of its own, with its peak memory.',
    },
    {
      name: 'billing',
      title: 'Billing: a click with much history, issuing, and customers from a file',
      file: 'billing.ts',
      about:
        'The use cases behind a click, each committed, about a customer with 10,000 paid invoices and one with ten, turn and turn about; *floor* is the one with ten. What issuing an invoice by hand asks of the database, counted on the wire, BEGIN and COMMIT among it. A CSV file of 100,000 customers through the whole entry, against COPY of the very rows that it writes (customers, names at the gateway, audit) into the same tables; each in a process of its own, with its peak memory.',
    },
    {
      name: 'ageing',
      title: 'Ageing: what is owed by how long it has been due',
      file: 'ageing.ts',
      about:
        'A million invoices of 20,000 customers over two years, one in five open, some in part. Ageing today, by age and by whoever owes most, beside the plain GROUP BY of what is open by customer; as of sixty days ago beside the two plain sums it cannot do without: of what was issued by then, and of what had settled it. Turn and turn about, seven times each, medians.',
    },
    {
      name: 'pages',
      title: 'Pages: what a customer waits for',
      file: 'pages.ts',
      about:
        'A project’s page and a bill’s, from the token to the HTML, beside the very statements that it asks, noted at the driver and asked again, prepared, of the bare driver, and the rendering of what they said. *Floor*: one after the other on one connection; beside it, all at once on ten, as if no statement needed what another one says. Turn and turn about, 400 times, medians.',
    },
    {
      name: 'bills',
      title: 'Bills: a month for 100,000 subscriptions',
      file: 'bills.ts',
      about:
        'A bill run over customers with two services each: reckoned, taxed, numbered, issued, presented and logged, the schedules moved on, in a process of its own as Baton starts one for its runs. *Floor*: plain INSERT … SELECT of the very same rows (invoices, lines, log) and UPDATE of the schedules, from tables beside them, in one transaction; turn and turn about, each on a copy of one database. Then three times as many, and the embedded engine. Last, requests as in `ack` at a quarter of the capacity measured in the same run, without a run and while runs go on; *floor* there is what was measured without one.',
    },
    {
      name: 'papers',
      title: 'Papers: bills as PDF',
      file: 'papers.ts',
      about:
        'Bills of one page with fifteen lines and a code, no two alike, printed by the process that prints; *floor* is Typst alone in this process, with our theme, on data that was set beforehand; turn and turn about, medians of five. Then thousands one after the other, with the resident memory of both processes.',
    },
    {
      name: 'find',
      title: 'Find: whatever somebody types',
      file: 'find.ts',
      about:
        'Names, words, emails, phones, numbers and amounts looked for among a million customers and a million invoices by all their finders at once, sixty times each and never the same twice; *floor*: twenty customers read by their ids through the same client, turn and turn about, medians.',
    },
    {
      name: 'sweeps',
      title: 'Sweeps: their cost follows what is due',
      file: 'sweeps.ts',
      about: 'The jobs over cases and handoffs with 100 due, among 10,000 settled and among 1,000,000 settled.',
    },
    {
      name: 'start',
      title: 'Start and memory',
      file: 'start.ts',
      about:
        '`npm start` on PostgreSQL until /readyz answers, and the process’s resident memory after a minute without requests (jobs and polls go on); the sandbox from an empty directory, and again.',
    },
    {
      name: 'sandbox',
      title: 'The sandbox in a browser',
      file: 'sandbox.ts',
      about:
        'The page in headless Chromium: its size, how soon it can be used, how a channel of 5,000 messages scrolls, and how long a click takes until its answer can be seen.',
    },
  ],
});
