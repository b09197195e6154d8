/**
 * Liquid for words and nothing else: values, a few filters, and conditions. Nothing repeats, nothing is included and nothing is
 * kept from one place to the next, so that filling in costs what the words and the values are long; the limits are a second
 * fence. Values are text that is never parsed, and whoever draws a letter escapes all of it. Decision 0045
 */
import { Liquid, LiquidError } from 'liquidjs';

const tagNames = ['if', 'unless'] as const;
const filterNames = ['default', 'upcase', 'downcase', 'capitalize'] as const;

/** Characters of a letter's text, filled in. */
export const mostText = 3000;

/** Takes out of the engine whatever is not named. */
const keepOnly = (from: object, names: readonly string[]): void => {
  for (const name of Object.keys(from)) if (!names.includes(name)) Reflect.deleteProperty(from, name);
};

const engine = new Liquid({
  strictFilters: true,
  ownPropertyOnly: true,
  parseLimit: 10_000,
  renderLimit: 100,
  memoryLimit: 200_000,
  // Nothing that it could read is anywhere.
  templates: {},
});
// `raw` among them, which would undo what escapes.
keepOnly(engine.tags, tagNames);
keepOnly(engine.filters, filterNames);

/** Where something is wrong, and what to do about it. */
export interface TemplateProblem {
  readonly line: number;
  readonly column: number;
  /** A sentence. */
  readonly problem: string;
}

const list = (names: readonly string[]): string => names.join(', ');
const tagsAllowed = '{% if … %}, {% elsif … %}, {% else %}, {% unless … %} and their ends';

const sentences: readonly (readonly [RegExp, (found: string) => string])[] = [
  [
    /^tag "([^"]*)" not found/,
    (tag) => `“${tag}” cannot stand here. There are ${tagsAllowed}; an end or an else needs its beginning.`,
  ],
  [/^undefined filter: (\S*)/, (filter) => `There is no filter “${filter}”. There are ${list(filterNames)}.`],
  [/^output "(.*)" not closed/s, () => 'What begins with {{ is not closed: write }} after the name.'],
  [/^tag "(.*)" not closed/s, () => 'What begins with {% is not closed: write %} after it.'],
  [
    /^tag (\{%.*%\}) not closed/s,
    (tag) => `${tag} has no end: write {% end${/\w+/.exec(tag)?.[0] ?? ''} %} after what it is about.`,
  ],
];

const placeOf = (source: string, at: number): Pick<TemplateProblem, 'line' | 'column'> => {
  const lines = source.slice(0, at).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
};

const ofError = (error: unknown): TemplateProblem => {
  const message = error instanceof Error ? (error.message.split(', line:')[0] ?? '') : String(error);
  const [line = 1, column = 1] = LiquidError.is(error) ? error.token.getPosition() : [];
  for (const [pattern, sentence] of sentences) {
    const found = pattern.exec(message);
    if (found) return { line, column, problem: sentence(found[1] ?? '') };
  }
  return {
    line,
    column,
    problem: 'This cannot be read. Write a name between {{ and }}, or a condition between {% and %}.',
  };
};

const operand = `(?:[a-z_][a-z0-9_.]*|"[^"]*"|'[^']*')`;
const filter = String.raw`\|\s*[a-z_]+(?:\s*:\s*${operand})?`;
const comparison = String.raw`${operand}(?:\s*(?:==|!=|contains)\s*${operand})?`;
const output = new RegExp(String.raw`^\s*${operand}\s*(?:${filter}\s*)*$`, 'i');
const condition = new RegExp(String.raw`^\s*${comparison}(?:\s+(?:and|or)\s+${comparison})*\s*$`, 'i');
const marks = /\{\{-?([\s\S]*?)-?\}\}|\{%-?\s*(\w+)([\s\S]*?)-?%\}/g;

const isWellFormed = (printed: string | undefined, tag: string | undefined, asked = ''): boolean => {
  if (printed !== undefined) return output.test(printed);
  return tag === 'if' || tag === 'elsif' || tag === 'unless' ? condition.test(asked) : asked.trim() === '';
};

/** The parser forgives much of what is not meant: `{{ a b }}`, `{% if a == %}`. */
const illFormed = (source: string): readonly TemplateProblem[] =>
  [...source.matchAll(marks)].flatMap(({ 0: all, 1: printed, 2: tag, 3: asked, index }) =>
    isWellFormed(printed, tag, asked)
      ? []
      : [
          {
            ...placeOf(source, index),
            problem: `${all.slice(0, 60)} cannot be read. Write {{ name }}, {{ name | default: "…" }}, {% if name %} or {% if name == "…" %}.`,
          },
        ],
  );

/** What is wrong with these words, first things first; nothing where they can be filled in. @param names what they may name */
export const problemsOf = (source: string, names: readonly string[]): readonly TemplateProblem[] => {
  try {
    const parsed = engine.parse(source);
    const wrong = illFormed(source);
    if (wrong.length > 0) return wrong;
    return Object.values(engine.analyzeSync(parsed, { partials: false }).globals)
      .flat()
      .filter(({ segments }) => segments.length > 1 || !names.includes(String(segments[0])))
      .map(({ segments, location }) => ({
        line: location.row,
        column: location.col,
        problem: `There is no “${segments.map(String).join('.')}”. There are ${list(names)}.`,
      }));
  } catch (error) {
    return [ofError(error)];
  }
};

/** Words with their values: a name without one is nothing. @throws what the engine throws for words with problems */
export const fillIn = (source: string, values: Readonly<Record<string, string | undefined>>): string =>
  engine.parseAndRenderSync(
    source,
    // Nothing is null, which is neither printed nor true; what is blank is nothing.
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value?.trim() ? value : null])),
  );
