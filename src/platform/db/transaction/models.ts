import type { SqlDriverAdapterFactory, SqlQueryable, Transaction } from '@prisma/driver-adapter-utils';
import { type Prisma, PrismaClient } from '../../../generated/prisma/client.ts';

/** Where Prisma's statements go. */
export type Statements = Pick<SqlQueryable, 'queryRaw' | 'executeRaw'>;

export interface Joined {
  /** A model's methods, as `tx.project`; undefined for what is no model. */
  model(name: string): unknown;
  leave(): void;
}

/** Prisma's models within transactions that are not Prisma's. */
export interface Models {
  join(session: Statements): Joined;
  close(): Promise<void>;
}

/** Baton's own limit of time is shorter than any that Prisma is given. */
const never = 24 * 3_600_000;

/**
 * A client whose transactions begin and end nothing: the first statement of each names a session that Baton has begun, and
 * all that follow go there. Prisma says BEGIN and COMMIT itself otherwise, and takes some 400 µs for that.
 */
export const createModels = (base: SqlDriverAdapterFactory): Models => {
  const sessions = new Map<string, Statements>();
  let count = 0;

  const startTransaction = async (): Promise<Transaction> => {
    let session: Statements | undefined;
    const joinedSession = () => {
      if (!session) throw new Error('A transaction of Prisma has joined no session.');
      return session;
    };
    return {
      provider: base.provider,
      adapterName: base.adapterName,
      options: { usePhantomQuery: true },
      queryRaw: (query) => joinedSession().queryRaw(query),
      executeRaw: async (query) => {
        if (session) return session.executeRaw(query);
        session = sessions.get(query.sql);
        joinedSession();
        return 0;
      },
      commit: async () => undefined,
      rollback: async () => undefined,
      createSavepoint: async () => undefined,
      rollbackToSavepoint: async () => undefined,
      releaseSavepoint: async () => undefined,
    };
  };
  const outside = () => Promise.reject(new Error('This client works within transactions only.'));
  const client = new PrismaClient({
    adapter: {
      provider: base.provider,
      adapterName: base.adapterName,
      connect: async () => ({
        provider: base.provider,
        adapterName: base.adapterName,
        queryRaw: outside,
        executeRaw: outside,
        executeScript: outside,
        getConnectionInfo: () => ({ supportsRelationJoins: true }),
        startTransaction,
        dispose: async () => undefined,
      }),
    },
    transactionOptions: { maxWait: never, timeout: never },
    errorFormat: 'minimal',
  });

  return {
    join(session) {
      let leave: () => void = () => undefined;
      let joining: Promise<Prisma.TransactionClient> | undefined;
      // Most transactions use no model at all, so the first one that is used joins.
      const joined = (): Promise<Prisma.TransactionClient> => {
        joining ??= new Promise((resolve, reject) => {
          const key = `session ${count++}`;
          sessions.set(key, session);
          const left = new Promise<void>((done) => {
            leave = done;
          });
          client
            .$transaction(async (tx) => {
              await tx.$executeRawUnsafe(key);
              resolve(tx);
              await left;
            })
            .catch(reject)
            .finally(() => sessions.delete(key));
        });
        return joining;
      };
      const models = new Map<string, unknown>();
      return {
        model(name) {
          if (!(name in client)) return undefined;
          let model = models.get(name);
          if (!model) {
            model = new Proxy(
              {},
              {
                get:
                  (_target, method) =>
                  async (...args: readonly unknown[]) => {
                    const delegate: unknown = Reflect.get(await joined(), name);
                    return Reflect.apply(Reflect.get(Object(delegate), method), delegate, args);
                  },
              },
            );
            models.set(name, model);
          }
          return model;
        },
        leave: () => leave(),
      };
    },
    close: () => client.$disconnect(),
  };
};
