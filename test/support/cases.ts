/** How many cases a property is tried with. PROPERTY_CASES says it for all: many for a night, few for `npm run mutate`. */
const asked = Number(process.env.PROPERTY_CASES ?? 0);

/** For properties whose case takes some microseconds. */
export const light = { numRuns: asked || 100_000 };

/** For those that ask a formatter of the platform, which takes some ten times as long. */
export const formatting = { numRuns: asked || 20_000 };

/** For those that make a whole subscription or bill. */
export const heavy = { numRuns: asked || 300 };

/**
 * For those whose case makes and bills a customer in a database, which takes a tenth of a second: some here, 300 by
 * `PROPERTY_CASES=300`.
 */
export const stored = { numRuns: asked || 50 };
