import { Prisma } from '../../../generated/prisma/client.ts';

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

const columnOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * The columns of a model by name, for `SELECT` and `RETURNING`: a column that a newer version adds changes no statement of
 * this one (a prepared statement that asks for all of them fails then).
 * @param fields such as `Prisma.CustomerScalarFieldEnum`
 * @param table what stands before each name, where several tables are read
 */
export const columnsOf = (fields: Readonly<Record<string, string>>, table?: string): Prisma.Sql =>
  Prisma.raw(
    Object.values(fields)
      .map((field) => `${table ? `${table}.` : ''}${columnOf(field)}`)
      .join(', '),
  );

/**
 * Rows read by `columnsOf` as Prisma's model of that table has them. For what every click reads: a model's own query costs
 * three times the statement (docs/decisions/0011).
 */
export const asModel = async <Row>(rows: Promise<readonly object[]>): Promise<Row[]> =>
  ((await rows) as readonly Readonly<Record<string, unknown>>[]).map((row) => {
    // A loop: pairs made and taken apart again cost four times as much, for each of an invoice's fifty columns.
    const model: Record<string, unknown> = {};
    for (const column in row) model[fieldOf(column)] = row[column];
    return model as Row;
  });
