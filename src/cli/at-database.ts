import { databaseConfig } from '../config.ts';
import { UserError } from '../core/errors.ts';
import { databaseProblem, orSay } from '../start-problem.ts';

/**
 * Runs a command that needs the configured database and nothing else. Its number is the exit code.
 * @param failure the exit code when it could not be carried out
 */
export const atDatabase = async (
  failure: number,
  command: (where: ReturnType<typeof databaseConfig>) => Promise<number>,
): Promise<void> => {
  try {
    const where = databaseConfig(process.env);
    process.exitCode = await orSay(command(where), (error) => databaseProblem(error, where));
  } catch (error) {
    // These say all that is to be said; anything else deserves its stack.
    process.stderr.write(
      `${error instanceof UserError ? error.message : error instanceof Error ? error.stack : error}\n`,
    );
    process.exitCode = failure;
  }
};
