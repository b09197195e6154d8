import { defineConfig } from 'prisma/config';

// Generating the client needs no engine, but the CLI looks for its binary first and would try to download one.
if (process.argv.includes('generate')) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema', migrations: { path: 'prisma/migrations' } });
