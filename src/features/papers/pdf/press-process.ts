/** The process that prints: one paper after the other, until whoever started it hangs up. */
import { createCompiler } from './compiler.ts';
import type { Printed } from './press.ts';
import type { Typeset } from './typeset.ts';

const compile = createCompiler(process.argv.slice(2));

const print = (paper: Typeset): Printed => {
  try {
    return { pdf: compile(paper) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
};

process.on('message', (paper: Typeset) => void process.send?.(print(paper)));
process.once('disconnect', () => process.exit(0));
