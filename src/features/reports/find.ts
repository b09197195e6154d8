import { NotAllowed, NotFound, UserError } from '../../core/errors.ts';
import { escapeMrkdwn } from '../../core/text/text.ts';
import type { SlackRequest } from '../../platform/slice/slice.ts';
import type { Contributions } from '../../platform/work/contributions.ts';
import type { Role } from '../../platform/work/roles.ts';
import { type Report, type ReportField, reports } from './report.ts';

const mayRead = ({ readers }: Report, held: ReadonlySet<Role>): boolean =>
  held.size > 0 && (!readers || readers.some((role) => held.has(role)));

/** Those that are for this person. ALL-8 */
export const reportsFor = async (request: SlackRequest): Promise<readonly Report[]> => {
  const held = await request.roles();
  return request.deps.contributions.to(reports).filter((report) => mayRead(report, held));
};

/** @throws NotFound */
export const reportNamed = (of: { readonly contributions: Contributions }, word: string): Report => {
  const found = of.contributions.to(reports).find((report) => report.word === word);
  if (!found) throw new NotFound('report', 'This version of Baton has no such report.');
  return found;
};

/** ALL-8 @throws NotAllowed, NotFound */
export const reportFor = async (request: SlackRequest, word: string): Promise<Report> => {
  const report = reportNamed(request.deps, word);
  if (mayRead(report, await request.roles())) return report;
  const names = (report.readers ?? []).map(request.deps.roleName);
  throw new NotAllowed(`Only ${names.join(', ') || 'those who hold a role'} can read “${report.title}”.`);
};

/** By its word or the beginning of it. @throws UserError that names those that there are */
export const reportByWord = async (request: SlackRequest, word: string): Promise<Report> => {
  const all = request.deps.contributions.to(reports);
  const wanted = word.toLowerCase();
  const exact = all.find((report) => report.word === wanted);
  const [one, other] = exact ? [exact] : all.filter((report) => report.word.startsWith(wanted));
  if (one && !other) return reportFor(request, one.word);
  const words = (await reportsFor(request)).map((report) => `\`${report.word}\``);
  throw new UserError(`There is no report “${escapeMrkdwn(word)}”. There are: ${words.join(', ')}.`);
};

/** The chosen fields in the report’s order; amounts never without their currency. @param keys none: the usual ones */
export const chosenFields = ({ fields }: Report, keys: readonly string[]): readonly ReportField[] => {
  const chosen = new Set(keys.length > 0 ? keys : fields.filter(({ isExtra }) => !isExtra).map(({ key }) => key));
  const hasMoney = fields.some(({ key, kind }) => kind === 'money' && chosen.has(key));
  return fields.filter(({ key }) => chosen.has(key) || (hasMoney && key === 'currency'));
};
