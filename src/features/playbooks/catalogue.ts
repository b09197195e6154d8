import type { Contributions } from '../../platform/work/contributions.ts';
import {
  type Alternative,
  type Belongings,
  type DeskAction,
  type Effect,
  type Fact,
  type ObligationRule,
  type PlaybookContribution,
  type PointOfNoReturn,
  playbookContributions,
  type Section,
} from './contribution.ts';
import type { Intake } from './intake.ts';
import type { Part } from './parts.ts';
import type { Playbook } from './playbook.ts';
import type { Follow } from './projects/follow.ts';
import type { ProjectTask } from './tasks.ts';

/** What all slices contribute to playbooks, by the names that playbooks use. */
export interface Catalogue {
  readonly facts: ReadonlyMap<string, Fact>;
  readonly obligations: ReadonlyMap<string, ObligationRule>;
  readonly effects: ReadonlyMap<string, Effect>;
  readonly actions: ReadonlyMap<string, DeskAction>;
  readonly sections: ReadonlyMap<string, Section>;
  readonly intake: ReadonlyMap<string, Intake>;
  readonly alternatives: ReadonlyMap<string, Alternative>;
  /** In the order of the slices. */
  readonly follows: readonly Follow[];
  /** In the order in which what one project asks is shown. */
  readonly tasks: readonly ProjectTask[];
  readonly belongings: readonly Belongings[];
  readonly noReturn: readonly PointOfNoReturn[];
  /** Everything that slices know of projects. */
  readonly parts: readonly Part<unknown>[];
}

const gather = <T>(
  what: string,
  from: readonly PlaybookContribution[],
  entriesOf: (contribution: PlaybookContribution) => Readonly<Record<string, T>> | undefined,
  nameOf = (slice: string, key: string): string => `${slice}.${key}`,
): ReadonlyMap<string, T> => {
  const map = new Map<string, T>();
  for (const contribution of from) {
    for (const [key, value] of Object.entries(entriesOf(contribution) ?? {})) {
      const name = nameOf(contribution.slice, key);
      if (map.has(name)) throw new Error(`two slices contribute the ${what} "${name}"`);
      map.set(name, value);
    }
  }
  return map;
};

const bare = (_slice: string, key: string): string => key;

const catalogues = new WeakMap<Contributions, Catalogue>();

/** @throws Error when two slices claim one name */
export const catalogueOf = (contributions: Contributions): Catalogue => {
  const known = catalogues.get(contributions);
  if (known) return known;
  const all = contributions.to(playbookContributions);
  const facts = gather('fact', all, (each) => each.facts);
  const obligations = gather('obligation', all, (each) => each.obligations);
  const effects = gather('effect', all, (each) => each.effects);
  const actions = gather('action', all, (each) => each.actions, bare);
  const sections = gather('section', all, (each) => each.sections);
  const tasks = [...gather('task', all, (each) => each.tasks).values()].sort((a, b) => a.order - b.order);
  const belongings = all.flatMap((each) => each.belongings ?? []);
  const noReturn = all.flatMap((each) => each.noReturn ?? []);
  const intake = gather('intake', all, (each) => each.intake);
  const follows = all.flatMap((each) => each.follows ?? []);
  const named = [facts, effects, actions, sections, intake].flatMap((map) => [...map.values()]);
  const reading = [...named, ...tasks, ...belongings, ...noReturn, ...follows].flatMap(({ reads }) => reads);
  const parts = [...new Set([...reading, ...[...obligations.values()].map(({ part }) => part)])];
  const catalogue = {
    facts,
    obligations,
    effects,
    actions,
    sections,
    intake,
    follows,
    tasks,
    belongings,
    noReturn,
    parts,
    alternatives: gather('exception', all, (each) => each.alternatives, bare),
  };
  catalogues.set(contributions, catalogue);
  return catalogue;
};

/** What is asked for in "New project" and "Correct", in the order in which the playbook names it. */
export const intakeOf = ({ intake }: Pick<Playbook, 'intake'>, catalogue: Catalogue): readonly Intake[] =>
  intake.flatMap((name) => catalogue.intake.get(name) ?? []);
