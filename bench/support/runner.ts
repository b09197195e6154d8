import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { testServerUrl } from '../../test/support/database.ts';
import { type Figure, isMissed, required, spelled } from './figures.ts';

export interface Task {
  readonly name: string;
  readonly title: string;
  readonly file: string;
  readonly args?: readonly string[];
  /** What is measured and against what, in a sentence or two. */
  readonly about: string;
}

export interface Runner {
  /** `bench` or `soak`: the script that runs it. */
  readonly script: string;
  readonly tasks: readonly Task[];
  /** The page that the figures are written into. */
  readonly page: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

const engine = async (): Promise<string> => {
  const client = new pg.Client({ connectionString: testServerUrl, connectionTimeoutMillis: 3000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; fsync: string }>(
      `SELECT split_part(version(), ' ', 2) AS version, current_setting('fsync') AS fsync`,
    );
    return `PostgreSQL ${rows[0]?.version}, fsync ${rows[0]?.fsync}, on the same machine`;
  } catch {
    return 'the embedded engine (no PostgreSQL answered)';
  } finally {
    await client.end().catch(() => undefined);
  }
};

const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, ${process.platform}`;

const floor = ({ floor: value, unit }: Figure): string => (value === undefined ? '' : `${spelled(value)} ${unit}`);

const verdict = (figure: Figure): string => {
  if (figure.atLeast === undefined && figure.atMost === undefined) return '';
  return isMissed(figure) ? '**missed**' : 'reached';
};

const section = ({ script }: Runner, task: Task, figures: readonly Figure[], seconds: number, place: string): string =>
  [
    `## ${task.title}`,
    '',
    task.about,
    '',
    `\`npm run ${script} -- ${task.name}\` · ${new Date().toISOString().slice(0, 10)} · ${seconds.toFixed(0)} s · ${machine()} · ${place}`,
    '',
    '| figure | measured | required | floor of the same run | |',
    '|---|--:|--:|--:|---|',
    ...figures.map(
      (figure) =>
        `| ${figure.name} | ${spelled(figure.value)} ${figure.unit} | ${required(figure)} | ${floor(figure)} | ${verdict(figure)} |`,
    ),
    '',
  ].join('\n');

/** Puts the section in its place, between its marks; what people wrote around it stays. */
const write = (page: string, name: string, text: string): void => {
  const file = join(root, page);
  const [from, to] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const whole = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const at = whole.indexOf(from);
  const end = whole.indexOf(to);
  const next =
    at >= 0 && end > at
      ? `${whole.slice(0, at)}${from}\n${text}${to}${whole.slice(end + to.length)}`
      : `${whole.trimEnd()}\n\n${from}\n${text}${to}\n`;
  writeFileSync(file, next);
};

/** @returns whether every figure was reached */
const runTask = async (runner: Runner, task: Task, extra: readonly string[], place: string): Promise<boolean> => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-figures-'));
  const file = join(dir, 'figures.json');
  const from = Date.now();
  process.stdout.write(`\n${task.title}\n`);
  try {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(root, 'bench', task.file), ...(task.args ?? []), ...extra],
      {
        cwd: root,
        stdio: 'inherit',
        env: { ...process.env, BATON_FIGURES: file },
      },
    );
    const [code] = (await once(child, 'exit')) as [number | null];
    if (!existsSync(file)) {
      process.stdout.write(`MISSED ${task.name}: it ended with ${code} and gave no figures\n`);
      return false;
    }
    const figures = JSON.parse(readFileSync(file, 'utf8')) as Figure[];
    // A small run to see that it works is no figure.
    if (extra.length === 0)
      write(runner.page, task.name, section(runner, task, figures, (Date.now() - from) / 1000, place));
    return code === 0 && !figures.some(isMissed);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

/** Runs the named tasks, or all of them, one after the other, each in a process of its own; writes their figures down. */
export const runTasks = async (runner: Runner): Promise<void> => {
  const [name, ...extra] = process.argv.slice(2);
  const wanted = name && !name.startsWith('--') ? runner.tasks.filter((task) => task.name === name) : runner.tasks;
  if (wanted.length === 0) {
    process.stdout.write(
      `npm run ${runner.script} -- <name>, where <name> is one of:\n${runner.tasks.map((task) => `  ${task.name.padEnd(12)} ${task.title}`).join('\n')}\n`,
    );
    process.exitCode = 1;
    return;
  }
  const place = await engine();
  const missed: string[] = [];
  for (const task of wanted)
    if (!(await runTask(runner, task, name?.startsWith('--') ? [name, ...extra] : extra, place)))
      missed.push(task.name);
  process.stdout.write(missed.length === 0 ? '\nAll figures are reached.\n' : `\nMissed: ${missed.join(', ')}\n`);
  if (missed.length > 0) process.exitCode = 1;
};
