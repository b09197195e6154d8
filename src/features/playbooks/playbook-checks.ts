/** What a playbook must fulfil beyond its shape, and sentences that say what to do about what it doesn't. */
import type { z } from 'zod';
import type { Contributions } from '../../platform/work/contributions.ts';
import type { Role } from '../../platform/work/roles.ts';
import { type Catalogue, catalogueOf } from './catalogue.ts';
import { parsePlaybook } from './former-spelling.ts';
import { needsApprover, ownExceptionKinds } from './gates.ts';
import { closedStage, type Playbook } from './playbook.ts';

export interface PlaybookProblem {
  /** Where in the file, such as `stages[2].next`. */
  readonly path: string;
  /** What is wrong and what to do. */
  readonly text: string;
}

export type PlaybookCheck =
  | { readonly ok: true; readonly playbook: Playbook }
  | { readonly ok: false; readonly problems: readonly PlaybookProblem[] };

type Report = (path: string, text: string) => void;

const pathOf = (parts: readonly PropertyKey[]): string =>
  parts
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '') || '(file)';

const quoted = (keys: readonly string[]): string => keys.map((key) => `"${key}"`).join(', ') || 'none yet';

const duplicates = (keys: readonly string[], path: (index: number) => string, report: Report): void => {
  for (const [index, key] of keys.entries()) {
    if (keys.indexOf(key) < index) report(path(index), `"${key}" is there already: give every one a key of its own.`);
  }
};

const checkRoles = (playbook: Playbook, builtin: ReadonlySet<Role>, report: Report): void => {
  duplicates(
    playbook.roles.map((each) => each.key),
    (at) => `roles[${at}].key`,
    report,
  );
  const known = [...builtin, ...playbook.roles.map((each) => each.key)];
  const check = (role: Role, path: string) => {
    if (!known.includes(role))
      report(path, `There is no role "${role}": declare it under "roles", or use one of ${quoted(known)}.`);
  };
  for (const [at, stage] of playbook.stages.entries()) {
    for (const [index, role] of stage.desk.entries()) check(role, `stages[${at}].desk[${index}]`);
  }
  for (const [at, gate] of playbook.gates.entries()) {
    for (const [index, role] of gate.approvers.entries()) check(role, `gates[${at}].approvers[${index}]`);
  }
};

const checkGates = (playbook: Playbook, report: Report): void => {
  duplicates(
    playbook.gates.map((each) => each.key),
    (at) => `gates[${at}].key`,
    report,
  );
  for (const [at, gate] of playbook.gates.entries()) {
    if (gate.exceptions.some(needsApprover) && gate.approvers.length === 0) {
      report(
        `gates[${at}].approvers`,
        'Expedite and other exceptions need somebody who approves: name at least one role.',
      );
    }
    if (gate.waitsFor === undefined && !gate.exceptions.some(needsApprover)) {
      report(
        `gates[${at}]`,
        'Nothing could ever open this gate: say what it "waitsFor", or allow the exception "other".',
      );
    }
  }
};

const checkItems = (playbook: Playbook, report: Report): void => {
  const gates = playbook.gates.map((each) => each.key);
  for (const [at, stage] of playbook.stages.entries()) {
    duplicates(
      stage.items.map((each) => each.key),
      (index) => `stages[${at}].items[${index}].key`,
      report,
    );
    const dates = stage.items.map((each) => (each.kind === 'date' ? each.sets : `-${each.key}`));
    duplicates(dates, (index) => `stages[${at}].items[${index}].sets`, report);
    for (const [index, item] of stage.items.entries()) {
      if (item.gate !== undefined && !gates.includes(item.gate)) {
        report(
          `stages[${at}].items[${index}].gate`,
          `There is no gate "${item.gate}": declare it under "gates", or use one of ${quoted(gates)}.`,
        );
      }
    }
  }
};

const checkStages = (playbook: Playbook, report: Report): void => {
  const keys = playbook.stages.map((each) => each.key);
  duplicates(keys, (at) => `stages[${at}].key`, report);
  for (const [at, stage] of playbook.stages.entries()) {
    if (stage.key === closedStage)
      report(`stages[${at}].key`, `"${closedStage}" is where finished projects are: choose another key.`);
    if (stage.next !== closedStage && !keys.slice(at + 1).includes(stage.next)) {
      report(
        `stages[${at}].next`,
        `"${stage.next}" is no later stage: use "${closedStage}" or one of ${quoted(keys.slice(at + 1))}.`,
      );
    }
    for (const [index, back] of stage.back.entries()) {
      if (!keys.slice(0, at).includes(back)) {
        report(
          `stages[${at}].back[${index}]`,
          `"${back}" is no earlier stage: use one of ${quoted(keys.slice(0, at))}.`,
        );
      }
    }
  }
  // Every `next` leads forward, so one pass from the first finds all that can be reached.
  const reached = new Set(keys.slice(0, 1));
  for (const stage of playbook.stages) if (reached.has(stage.key)) reached.add(stage.next);
  for (const [at, key] of keys.entries()) {
    if (!reached.has(key))
      report(`stages[${at}]`, `No folder ever gets to "${key}": name it as an earlier stage's "next", or take it out.`);
  }
};

/** Names that nobody contributes, with those that exist. */
export const checkNames = (playbook: Playbook, catalogue: Catalogue): readonly PlaybookProblem[] => {
  const problems: PlaybookProblem[] = [];
  const check = (path: string, what: string, name: string | undefined, known: Iterable<string>): void => {
    const names = [...known];
    if (name === undefined || names.includes(name)) return;
    problems.push({ path, text: `There is no ${what} "${name}": use one of ${quoted(names.sort())}.` });
  };
  for (const [at, gate] of playbook.gates.entries()) {
    check(`gates[${at}].waitsFor`, 'obligation', gate.waitsFor, catalogue.obligations.keys());
    const exceptions = [...ownExceptionKinds, ...catalogue.alternatives.keys()];
    for (const [index, kind] of gate.exceptions.entries())
      check(`gates[${at}].exceptions[${index}]`, 'exception', kind, exceptions);
  }
  for (const [at, stage] of playbook.stages.entries()) {
    for (const [index, item] of stage.items.entries())
      if (item.kind === 'fact') check(`stages[${at}].items[${index}].fact`, 'fact', item.fact, catalogue.facts.keys());
    for (const when of ['onOpen', 'onApprove'] as const)
      for (const [index, effect] of stage[when].entries())
        check(`stages[${at}].${when}[${index}]`, 'effect', effect, catalogue.effects.keys());
    for (const [index, action] of stage.actions.entries())
      check(`stages[${at}].actions[${index}]`, 'action', action, catalogue.actions.keys());
  }
  for (const [at, section] of playbook.sections.entries())
    check(`sections[${at}]`, 'section', section, catalogue.sections.keys());
  for (const [at, intake] of playbook.intake.entries())
    check(`intake[${at}]`, 'intake', intake, catalogue.intake.keys());
  return problems;
};

/** @throws Error naming the playbook, the place in it, and the names that exist */
export const requireNames = (playbooks: readonly Playbook[], contributions: Contributions): void => {
  const catalogue = catalogueOf(contributions);
  for (const playbook of playbooks) {
    const lines = checkNames(playbook, catalogue).map(({ path, text }) => `  ${path}: ${text}`);
    if (lines.length > 0)
      throw new Error(
        `The playbook “${playbook.name}” (${playbook.key}) names what nobody contributes. Correct it and start again:\n${lines.join('\n')}`,
      );
  }
};

/** Checks a playbook as read from its file, in either spelling. @param builtin the roles that exist without it */
export const checkPlaybook = (raw: unknown, builtin: ReadonlySet<Role>): PlaybookCheck => {
  const parsed = parsePlaybook(raw);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue: z.core.$ZodIssue) => ({
      path: pathOf(issue.path),
      text: issue.message,
    }));
    return { ok: false, problems };
  }
  const problems: PlaybookProblem[] = [];
  const report: Report = (path, text) => problems.push({ path, text });
  checkRoles(parsed.data, builtin, report);
  checkGates(parsed.data, report);
  checkStages(parsed.data, report);
  checkItems(parsed.data, report);
  duplicates(
    (parsed.data.forms ?? []).map((each) => each.key),
    (at) => `forms[${at}].key`,
    report,
  );
  return problems.length > 0 ? { ok: false, problems } : { ok: true, playbook: parsed.data };
};
