import { isObj, type Json, type Obj } from '../json.ts';

export type Surface = 'message' | 'modal' | 'home';

/** What one validation run collects. */
export interface Findings {
  surface: Surface;
  problems: string[];
  focused: number;
}

export type Check = (value: Json, at: string, found: Findings) => void;

export const fail = (found: Findings, at: string, text: string): void => {
  found.problems.push(`${text} [json-pointer:${at}]`);
};

/** Slack's own wording, so that its messages can be searched for. */
export const string =
  (max: number, min = 0): Check =>
  (value, at, found) => {
    if (typeof value !== 'string') fail(found, at, 'must be a string');
    else if (value.length > max) fail(found, at, `must be less than ${max + 1} characters`);
    else if (value.length < min) fail(found, at, `must be more than ${min - 1} characters`);
  };

export const pattern =
  (shape: RegExp, text: string): Check =>
  (value, at, found) => {
    if (typeof value !== 'string' || !shape.test(value)) fail(found, at, text);
  };

export const boolean: Check = (value, at, found) => {
  if (typeof value !== 'boolean') fail(found, at, 'must be a boolean');
};

export const integer =
  (min: number, max: number): Check =>
  (value, at, found) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) fail(found, at, 'must be an integer');
    else if (value < min) fail(found, at, `must be greater than or equal to ${min}`);
    else if (value > max) fail(found, at, `must be less than or equal to ${max}`);
  };

export const oneOf =
  (...allowed: string[]): Check =>
  (value, at, found) => {
    if (typeof value !== 'string' || !allowed.includes(value)) fail(found, at, 'must be a valid enum value');
  };

export const list =
  (item: Check, min: number, max: number): Check =>
  (value, at, found) => {
    if (!Array.isArray(value)) fail(found, at, 'must be an array');
    else if (value.length > max) fail(found, at, `no more than ${max} items allowed`);
    else if (value.length < min) fail(found, at, `no less than ${min} items allowed`);
    else for (const [i, entry] of value.entries()) item(entry, `${at}/${i}`, found);
  };

export interface Shape {
  required?: Record<string, Check>;
  optional?: Record<string, Check>;
  /** Rules between fields; runs only when the fields themselves are fine. */
  also?: (value: Obj, at: string, found: Findings) => void;
}

/** A closed object: Slack refuses fields it doesn't know. */
export const object = ({ required = {}, optional = {}, also }: Shape): Check => {
  const known = new Map<string, Check>([...Object.entries(required), ...Object.entries(optional)]);
  const must = Object.keys(required);
  return (value, at, found) => {
    if (!isObj(value)) return fail(found, at, 'must provide an object');
    const before = found.problems.length;
    for (const key of must) {
      if (value[key] === undefined || value[key] === null) fail(found, at, `missing required field: ${key}`);
    }
    for (const [key, field] of Object.entries(value)) {
      const check = known.get(key);
      if (!check) fail(found, at, `invalid additional property: ${key}`);
      else if (field !== null) check(field, `${at}/${key}`, found);
    }
    if (also && found.problems.length === before) also(value, at, found);
  };
};

/** Picks the check by `type`, and refuses types that the place doesn't allow. */
export const byType =
  (checks: Record<string, Check>): Check =>
  (value, at, found) => {
    if (!isObj(value)) return fail(found, at, 'must provide an object');
    const type = value.type;
    if (typeof type !== 'string') return fail(found, at, 'missing required field: type');
    const check = Object.hasOwn(checks, type) ? checks[type] : undefined;
    if (!check) return fail(found, `${at}/type`, `unsupported type: ${type}`);
    check(value, at, found);
  };

export const anything: Check = () => {};
