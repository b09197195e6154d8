/** Typst with our theme and our fonts. It is nobody's but the process's that prints: its memory grows with every paper. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { packageRoot } from '../../../platform/process/package-root.ts';
import type { Typeset } from './typeset.ts';

/** Nothing outside of it can be read. */
const workspace = join(packageRoot, 'src/features/papers/pdf');
const shippedFonts = join(packageRoot, 'assets/fonts');

export type Compile = (paper: Typeset) => Uint8Array;

const problemOf = (error: unknown): Error => {
  const said = typeof error === 'object' && error !== null ? Reflect.get(error, 'shortDiagnostics') : undefined;
  return error instanceof Error ? error : new Error(`Typst: ${JSON.stringify(said ?? String(error))}`);
};

/** @param fonts directories with fonts beside our own */
export const createCompiler = (fonts: readonly string[]): Compile => {
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: [shippedFonts, ...fonts] }] });
  const mainFileContent = readFileSync(join(workspace, 'theme.typ'), 'utf8');
  return ({ data, pictures }) => {
    try {
      compiler.mapShadow(join(workspace, 'data.json'), Buffer.from(data));
      for (const { name, bytes } of pictures) compiler.mapShadow(join(workspace, name), Buffer.from(bytes));
      return compiler.pdf({ mainFileContent });
    } catch (error) {
      throw problemOf(error);
    } finally {
      compiler.resetShadow();
      compiler.evictCache(0);
    }
  };
};
