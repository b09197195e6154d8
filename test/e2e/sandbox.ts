import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

/** The real sandbox in a process of its own, as `npm run sandbox` starts it, in a folder and on a port that nobody else uses. */

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Sandbox {
  readonly url: string;
  /** What it wrote, for when something went wrong. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
  /** kill -9 of Baton's process, as from a shell. */
  readonly killBaton: () => void;
}

export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

export const startSandbox = async (): Promise<Sandbox> => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-sandbox-'));
  // Baton's own process finds its loader from where it was started.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'src/sandbox/main.ts')], {
    cwd: folder,
    env: { ...process.env, SANDBOX_PORT: String(port), NODE_ENV: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const stop = async () => {
    child.kill('SIGTERM');
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      if (output.includes('is ready:')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}:\n${output}`)));
  });
  await ready.catch(async (error) => {
    await stop();
    throw error;
  });
  const killBaton = (): void => {
    const found = execFileSync('pgrep', ['-P', String(child.pid), '-f', 'baton-process'], { encoding: 'utf8' });
    process.kill(Number(found.trim()), 'SIGKILL');
  };
  return { url: `http://localhost:${port}`, output: () => output, stop, killBaton };
};

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** A window of its own, which remembers every request that was not for the sandbox and every error in the page. */
export const openContext = async (browser: Browser, url: string, size = { width: 1440, height: 900 }) => {
  const context: BrowserContext = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  const strangers: string[] = [];
  const errors: string[] = [];
  context.on('request', (request) => {
    const asked = request.url();
    if (!asked.startsWith(url) && !asked.startsWith('data:') && !asked.startsWith('blob:')) strangers.push(asked);
  });
  context.on('weberror', (error) => errors.push(error.error().message));
  return { context, strangers, errors };
};
