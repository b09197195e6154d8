/** Reading untrusted JSON without `any`: the stand-in mostly looks at what apps and people send it. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Obj = { [key: string]: Json };

export const isObj = (value: unknown): value is Obj =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const asObj = (value: Json | undefined): Obj => (isObj(value) ? value : {});

export const asList = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

export const objs = (value: Json | undefined): Obj[] => asList(value).filter(isObj);

export const str = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

export const optStr = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Undefined instead of an exception, since malformed JSON is one of the things Slack answers politely. */
export const parseJson = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/** A deep copy, so that what a caller holds never changes under it. */
export const copy = <T extends Json>(value: T): T => structuredClone(value);
