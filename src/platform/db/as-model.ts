const camel = new Map<string, string>();

/** `gateway_subscription` is `gatewaySubscription` in Prisma's models. */
export const fieldOf = (column: string): string => {
  let field = camel.get(column);
  if (field === undefined) {
    field = column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    camel.set(column, field);
  }
  return field;
};

/**
 * The rows of a `SELECT *` as Prisma's model of that table has them. For what every click reads: a model's own query costs
 * three times the statement (docs/decisions/0011).
 */
export const asModel = async <Row>(rows: Promise<readonly object[]>): Promise<Row[]> =>
  (await rows).map(
    (row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [fieldOf(column), value])) as Row,
  );
