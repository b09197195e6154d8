/** Reads the playbooks: those that ship with Baton, and the workspace's own from PLAYBOOKS_DIR. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { packageRoot } from '../../platform/process/package-root.ts';
import type { Role, RoleInfo } from '../../platform/work/roles.ts';
import { builtinRoles } from '../roles.ts';
import type { Playbook } from './playbook.ts';
import { checkPlaybook } from './playbook-checks.ts';

const shipped = join(packageRoot, 'src/features/playbooks/shipped');

const parse = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(
      `${file} is no JSON: ${error instanceof Error ? error.message : error}. Correct the file and start again.`,
    );
  }
};

const readOne = async (file: string, builtin: ReadonlySet<Role>): Promise<Playbook> => {
  const check = checkPlaybook(parse(file, (await readFile(file, 'utf8')).replace(/^\uFEFF/, '')), builtin);
  if (check.ok) return check.playbook;
  const lines = check.problems.map((problem) => `  ${problem.path}: ${problem.text}`);
  throw new Error(`${file} is no usable playbook. Correct it and start again:\n${lines.join('\n')}`);
};

const readDirectory = async (directory: string, builtin: ReadonlySet<Role>): Promise<Map<string, Playbook>> => {
  const found = new Map<string, Playbook>();
  const files = new Map<string, string>();
  for (const file of (await readdir(directory)).filter((each) => each.endsWith('.json')).sort()) {
    const playbook = await readOne(join(directory, file), builtin);
    const other = files.get(playbook.key);
    if (other)
      throw new Error(
        `${join(directory, file)}: key: ${other} has the key "${playbook.key}" too. Give each a key of its own.`,
      );
    files.set(playbook.key, basename(file));
    found.set(playbook.key, playbook);
  }
  return found;
};

/**
 * All playbooks, by name. An own one replaces the shipped one of the same key.
 * @throws Error naming the file, the place in it and what to do
 */
export const loadPlaybooks = async (ownDirectory?: string): Promise<readonly Playbook[]> => {
  const builtin = new Set(builtinRoles.map((each) => each.key));
  const own = ownDirectory ? await readDirectory(ownDirectory, builtin) : new Map<string, Playbook>();
  const all = new Map([...(await readDirectory(shipped, builtin)), ...own]);
  return [...all.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
};

/** The desks that the playbooks add to the built-in roles; a name given first stays. */
export const rolesOf = (playbooks: readonly Playbook[]): readonly RoleInfo[] => {
  const roles = new Map<Role, RoleInfo>();
  for (const role of playbooks.flatMap((each) => each.roles)) if (!roles.has(role.key)) roles.set(role.key, role);
  return [...roles.values()].filter((role) => !builtinRoles.some((each) => each.key === role.key));
};
