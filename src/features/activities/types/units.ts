import type { Role, RoleInfo } from '../../../platform/work/roles.ts';
import { linesOf, sameWord } from './type-line.ts';

/** ACT-3: why a unit is not given activities of a type; nothing where the type is everybody's, or only a person is given it. */
export const unitProblem = (
  type: string,
  unit: Role | undefined,
  lines: readonly string[],
  roles: readonly RoleInfo[],
): string | undefined => {
  const named = linesOf(lines, type);
  const info = roles.find(({ key }) => key === unit);
  if (named.length === 0 || !info || named.some((each) => sameWord(each, info.name) || sameWord(each, info.key)))
    return undefined;
  return `${info.name} does not do this type. Choose from: ${named.join(', ')}.`;
};
