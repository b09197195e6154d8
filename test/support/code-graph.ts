/** What imports what in src, read from the text: for tests of how the house is built. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = fileURLToPath(new URL('../../src', import.meta.url));

interface Import {
  /** From src for Baton's own, a name for packages. */
  readonly of: string;
  /** The names that are used when the program runs; undefined for all there are. Types alone make none. */
  readonly values: readonly string[] | undefined;
}

export interface Source {
  /** From src, such as `features/onboarding/gates.ts`. */
  readonly path: string;
  readonly text: string;
  /** Everything it imports, types included. */
  readonly imports: readonly string[];
  readonly statements: readonly Import[];
}

const filesIn = (dir: string): string[] =>
  readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    if (statSync(path).isDirectory()) return name === 'generated' ? [] : filesIn(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });

const statement = /^(?:import|export)\s+(type\s+)?(?:([\w*\s,]*)\{([^}]*)\}|([^'{}]*))?(?:\s*from\s*)?'([^']+)'/gm;

/** `a, type B, c as d` are a and c. */
const valueNames = (braces: string): string[] =>
  braces
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each && !each.startsWith('type '))
    .map((each) => each.split(/\s+as\s+/)[0] ?? '');

const read = (file: string): Source => {
  const text = readFileSync(file, 'utf8');
  const resolved = (name: string) => (name.startsWith('.') ? relative(src, join(dirname(file), name)) : name);
  return {
    path: relative(src, file),
    text,
    imports: [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name = '']) => resolved(name)),
    statements: [...text.matchAll(statement)].map(([, type, , braces, , name = '']) => ({
      of: resolved(name),
      values: type ? [] : braces === undefined ? undefined : valueNames(braces),
    })),
  };
};

export const sources: readonly Source[] = filesIn(src).map(read);

export const within = (folder: string, among = sources): readonly Source[] =>
  among.filter(({ path }) => path.startsWith(`${folder}/`));

/** Groups of folders each of which leads to all others: `a ⇄ b`. @param folderOf undefined for what belongs to none */
export const circles = (files: readonly Source[], folderOf: (path: string) => string | undefined): string[] => {
  const arrows = new Map<string, Set<string>>();
  for (const { path, imports } of files) {
    const from = folderOf(path);
    if (from === undefined) continue;
    const to = arrows.get(from) ?? new Set();
    for (const each of imports.map(folderOf)) if (each !== undefined && each !== from) to.add(each);
    arrows.set(from, to);
  }
  const reached = (from: string): ReadonlySet<string> => {
    const found = new Set<string>();
    const visit = (at: string): void => {
      for (const next of arrows.get(at) ?? []) {
        if (found.has(next)) continue;
        found.add(next);
        visit(next);
      }
    };
    visit(from);
    return found;
  };
  const reach = new Map([...arrows.keys()].map((folder) => [folder, reached(folder)]));
  const groups = [...reach].flatMap(([folder, there]) =>
    there.has(folder)
      ? [
          [...there]
            .filter((each) => reach.get(each)?.has(folder))
            .sort()
            .join(' ⇄ '),
        ]
      : [],
  );
  return [...new Set(groups)].sort();
};

/** What is imported through an `index.ts` comes from the files that it names, not from all it re-exports. */
const behind = (path: string, names: readonly string[] | undefined, byPath: ReadonlyMap<string, Source>): string[] => {
  const source = byPath.get(path);
  if (!source) return [];
  if (!path.endsWith('/index.ts')) return [path];
  const given = source.statements.filter(({ of, values }) => byPath.has(of) && values?.length !== 0);
  const found = given.flatMap(({ of, values }) => {
    const asked = values === undefined || names === undefined ? names : values.filter((each) => names.includes(each));
    return asked === undefined || asked.length > 0 ? behind(of, asked, byPath) : [];
  });
  return found.length > 0 ? found : [path];
};

/** The files that run when this one does, itself included, as far as they are within the folder; types and registries apart. */
export const walked = (start: string, folder: string, all = sources): readonly string[] => {
  const byPath = new Map(all.map((source) => [source.path, source]));
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path) || !path.startsWith(`${folder}/`)) return;
    found.add(path);
    for (const { of, values } of byPath.get(path)?.statements ?? [])
      if (values?.length !== 0) for (const next of behind(of, values, byPath)) visit(next);
  };
  visit(start);
  return [...found].sort();
};
