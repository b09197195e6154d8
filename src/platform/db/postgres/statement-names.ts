/** Statements that a connection keeps prepared at most; what is built for one occasion must not fill its memory. */
const mostPrepared = 500;

export type NameOf = (query: { readonly sql: string; readonly args: readonly unknown[] }) => string;

export interface StatementNames {
  readonly nameOf: NameOf;
  /** From now on every statement has another name: no connection uses again what it has prepared so far. */
  renew(): void;
}

/** Names statements, so that each connection parses and plans one once: a third of the cost of a short transaction. */
export const statementNames = (most = mostPrepared): StatementNames => {
  const names = new Map<string, string>();
  let edition = 0;
  return {
    nameOf: ({ sql, args }) => {
      // An empty name prepares nothing. What has no parameters (BEGIN, tables of one import, looking for what waits) is planned each
      // time: a plan made while a table was empty would be kept when it no longer is.
      if (args.length === 0) return '';
      const known = names.get(sql);
      if (known !== undefined) return known;
      if (names.size >= most) return '';
      const name = `baton_${edition}_${names.size}`;
      names.set(sql, name);
      return name;
    },
    renew: () => {
      edition += 1;
      names.clear();
    },
  };
};
