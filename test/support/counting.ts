/** A transaction, each of whose statements is counted. What reacts to events has the transaction itself. */
export const counting = <T extends object>(tx: T, count: () => void): T =>
  new Proxy(tx, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value === 'object' && value !== null) return counting(value, count);
      if (typeof value !== 'function') return value;
      return (...given: readonly unknown[]): unknown => {
        count();
        return Reflect.apply(value, target, given);
      };
    },
  });
