import { UserError } from '../../../core/errors.ts';
import { clip } from '../../../core/text/text.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { searchCustomers } from '../../customers/index.ts';
import { type ProjectSummary, projectByRef, projectsOfCustomers } from './store.ts';

export interface FoundProject extends ProjectSummary {
  readonly customer: string;
}

const maxMatches = 20;

/** The one project that is meant, or those among which to choose. */
export type Found = { readonly id: string } | { readonly several: readonly FoundProject[] };

const byRef = async (deps: Deps, text: string): Promise<ProjectSummary | undefined> => {
  const match = /^(?:P-?)?(\d{1,9})$/i.exec(text.trim());
  return match ? ((await projectByRef(deps.db.prisma, Number(match[1]))) ?? undefined) : undefined;
};

/**
 * The projects that a command's text means: `P-17` and `17` are numbers, anything else is (part of) a customer's name.
 * @throws UserError when there is none
 */
export const findProjects = async (deps: Deps, text: string): Promise<Found> => {
  const { prisma } = deps.db;
  const one = await byRef(deps, text);
  if (one) return { id: one.id };
  const customers = await searchCustomers(prisma, text, maxMatches);
  const names = new Map(customers.map((each) => [each.id, each.name]));
  const projects = names.size > 0 ? await projectsOfCustomers(prisma, [...names.keys()], maxMatches) : [];
  const [first, ...others] = projects;
  if (!first) {
    throw new UserError(
      `There is no project “${clip(text, 80)}”. Write its number, such as P-17, or part of the customer’s name.`,
    );
  }
  if (others.length === 0) return { id: first.id };
  return { several: projects.map((each) => ({ ...each, customer: names.get(each.customerId) ?? '' })) };
};
