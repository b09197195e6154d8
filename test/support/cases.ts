/** How many cases a property is tried with. PROPERTY_CASES says it for all: many for a night, few for `npm run mutate`. */
const asked = Number(process.env.PROPERTY_CASES ?? 0);

/** For properties whose case takes some microseconds. */
export const light = { numRuns: asked || 100_000 };

/** For those that make a whole subscription or bill. */
export const heavy = { numRuns: asked || 300 };
