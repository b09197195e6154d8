import { runTasks, type Task } from './support/runner.ts';

const walkAbout =
  'People press what is offered and what is not, forms are filled in well and badly, reports arrive, the clock moves, Slack fails in ten ways, Baton is killed (PostgreSQL; a fresh workspace every 15 seeds, those on which Baton is killed together). Two walks of nine set out with a new customer, the others with a folder that earlier desks have worked on already, since fifty steps are too few for all eight desks. After every step the database is compared with a small model that shares no code with Baton (bench/soak/walk/model.ts); after every 15 seeds with what stands in Slack. One seed alone: `npm run soak -- walk --seed 17`.';

const delivery = (name: string, title: string, args: readonly string[], about: string): Task => ({
  name,
  title,
  file: 'soak/delivery.ts',
  args,
  about,
});

const issuingAbout =
  'Three people issue invoices and credit notes, some invoices two of them at once, and the whole Baton (`npm start`) is killed 40 times in the middle of it: as soon as a number is taken, as soon as one is committed, or at random. Whether the transaction was open at the kill is looked up while Baton stands still (PostgreSQL), or known from what the transaction itself wrote beside the database (embedded). What got no answer is sent again after the restart, as Slack does. Each draft must be issued once, the series without a gap, each document told of once.';

const issuing = (name: string, engine: string, title: string, about: string): Task => ({
  name,
  title,
  file: 'soak/issuing.ts',
  args: [engine],
  about,
});

await runTasks({
  script: 'soak',
  page: 'docs/reliability.md',
  tasks: [
    {
      name: 'walk',
      title: 'A random walk over the whole main job: the first 500 seeds',
      file: 'soak/walk.ts',
      args: ['--seeds', '500'],
      about: walkAbout,
    },
    {
      name: 'walk-on',
      title: 'A random walk over the whole main job: 500 more seeds',
      file: 'soak/walk.ts',
      args: ['--seeds', '500', '--from', '501'],
      about:
        'Seeds 501 to 1,000 of the same walk: a command of its own, since all of them together take more than ten minutes on two cores.',
    },
    {
      name: 'upgrade',
      title: 'Walks across an upgrade',
      file: 'soak/upgrade.ts',
      about:
        'Half of each walk in the version before quotes, terminations and letters to customers, then that version is stopped and this one goes on with the same database and workspace: folders, charges, licenses and messages that lay half done. Sixty seeds, fifteen in an office, 25 steps on each side.',
    },
    {
      name: 'kills',
      title: 'kill -9 around acks and commits',
      file: 'soak/kills.ts',
      about:
        'The whole Baton (`npm start`) is killed 40 times on each engine while 20 forms are on their way, at a random moment around their commits and acks, mostly the moment a commit is seen: the ack is a millisecond behind it. What was acknowledged must be stored; what is stored must stand in Slack exactly once.',
    },
    issuing('issuing', 'postgres', `kill -9 while invoices are issued, PostgreSQL`, issuingAbout),
    issuing(
      'issuing-embedded',
      'embedded',
      'kill -9 while invoices are issued, embedded engine',
      'The same on the embedded engine.',
    ),
    {
      name: 'bills',
      title: 'kill -9 in bill runs, PostgreSQL',
      file: 'soak/bills.ts',
      args: ['postgres'],
      about:
        'Month after month is billed for 1,100 customers: 20 get drafts, which issue by themselves, then everybody else is billed; previewed, confirmed, and tried again where five broken tries ended a run. The process that does it is killed 200 times, wherever that was met least; it stands still while one looks where that is (its locks say so). Whoever takes over waits for a lease: that time is cut short. Then every customer must have one bill for every month, with its lines, tax, number and log.',
    },
    {
      name: 'bills-embedded',
      title: 'kill -9 in bill runs, embedded engine',
      file: 'soak/bills.ts',
      args: ['embedded'],
      about:
        'The same 20 times on the embedded engine, for 600 customers; what the transaction itself wrote beside the database says where it was.',
    },
    {
      name: 'bill-replicas',
      title: 'Bill runs: a frozen replica, and SIGTERM',
      file: 'soak/bill-replicas.ts',
      about:
        'Two replicas work on two runs over the same 1,000 customers at once, and one is frozen (SIGSTOP) in a chunk, past its lease, which is waited for; then woken. And the whole Baton (`npm start`) is told to stop (SIGTERM) in the middle of a chunk of a run that was started in Slack, while 20 forms are on their way, three times.',
    },
    delivery(
      'delivery-kills',
      'kill -9 while messages are delivered, PostgreSQL',
      ['kills', 'postgres'],
      '200 × kill -9 while 500 messages are delivered, counted per delivery state.',
    ),
    delivery(
      'delivery-kills-embedded',
      'kill -9 while messages are delivered, embedded engine',
      ['kills', 'embedded'],
      'The same on the embedded engine.',
    ),
    delivery(
      'ambiguous',
      'Outcomes that nobody can know',
      ['ambiguous'],
      '1,000 messages whose outcome the answer does not tell (accepted then dropped, 500 after accepting).',
    ),
    delivery(
      'frozen',
      'A frozen replica: messages',
      ['frozen'],
      'One of two replicas is stopped past its lease in the middle of delivery, and woken again.',
    ),
    {
      name: 'mail',
      title: 'kill -9 while letters are mailed, and difficult servers',
      file: 'soak/mail.ts',
      about:
        '200 × kill -9 while 500 letters at a time leave, by turns when the mail server has heard the recipient, when it has the letter but has not said so, and when it has just said so. A letter is never sent twice by itself; what nobody can know is parked for an admin. Then servers that answer after a minute and that close at 100 messages; those that refuse, put off and drop are flow tests (test/flows/delivery-mail, delivery-letters).',
    },
    delivery(
      'window',
      'The window that remains',
      ['window'],
      'The time between the last look at the lease and the write to the socket: the only moment in which a replica frozen for longer than its lease could send what another has sent.',
    ),
    {
      name: 'replicas',
      title: 'A frozen replica: jobs',
      file: 'soak/replicas.ts',
      about:
        'Two replicas on one PostgreSQL, one frozen (SIGSTOP) in the middle of a day’s jobs and messages past its leases, then woken.',
    },
    {
      name: 'clicks',
      title: 'Fifty clicks at once',
      file: 'soak/clicks.ts',
      about: 'Two people press Approve on one handoff 25 times each, all at once, 200 rounds.',
    },
    {
      name: 'database',
      title: 'The database misbehaves',
      file: 'soak/database.ts',
      about:
        'For a minute Baton’s connections are terminated several times a second, then the database is away for a minute (a proxy in front of it is cut), while ten forms a second are sent.',
    },
  ],
});
