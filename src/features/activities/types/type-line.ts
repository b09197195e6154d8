/** `Visit: on the way` of the settings, taken apart; undefined where either side is empty. */
export const parseTypeLine = (text: string): { readonly type: string; readonly rest: string } | undefined => {
  const at = text.indexOf(':');
  const [type, rest] = at < 0 ? [text, ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  return type === '' || rest === '' ? undefined : { type, rest };
};

export const sameWord = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** What the lines say of a type, in their order. */
export const linesOf = (lines: readonly string[], type: string): readonly string[] =>
  lines.flatMap((text) => {
    const line = parseTypeLine(text);
    return line && sameWord(line.type, type) ? [line.rest] : [];
  });
