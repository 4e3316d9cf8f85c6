import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A program under measurement. */
export type Measured = {
  readonly pid: number;
  /** The value that `seek` returned for the first line that it accepted. */
  readonly found: string;
  /** Returns the CPU time of all its threads so far, in ms. */
  cpuMs(): number;
  /** Returns its resident memory in MiB. */
  rssMiB(): number;
  close(): Promise<void>;
};

/** A Node that runs the exporter. */
export type NodeProgram = { readonly file: string; readonly version: string };

/** How a program is started. */
export type Start = {
  readonly stream?: 'stdout' | 'stderr';
  readonly env?: NodeJS.ProcessEnv;
  /** Returns the value that it finds in a line of the output; undefined if there is none. */
  readonly seek?: (line: string) => string | undefined;
};

/** Starts a program, and resolves once `seek` accepts a line of its output, by default the first. */
export async function start(
  program: string,
  argv: readonly string[],
  { stream = 'stdout', env = {}, seek = (line) => line || undefined }: Start = {},
): Promise<Measured> {
  const child = spawn(program, argv, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const said: string[] = [];
  const found = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`${program} ${argv.join(' ')} ended with ${code}:\n${said.join('\n')}`)),
    );
    for (const name of ['stdout', 'stderr'] as const) {
      createInterface({ input: child[name] }).on('line', (line) => {
        if (said.length < 20) said.push(line);
        const value = name === stream ? seek(line) : undefined;
        if (value !== undefined) resolve(value);
      });
    }
  });
  const pid = child.pid ?? 0;
  return { pid, found, cpuMs: () => cpuOf(pid), rssMiB: () => rssOf(pid), close: () => end(child) };
}

/** Starts a TypeScript file of `test/bench` with a version of Node. */
export const startScript = (name: string, argv: readonly (string | number)[], node = process.execPath) =>
  start(node, ['scripts/run.js', `test/bench/${name}`, ...argv.map(String)]);

/** A peer that does not end by itself is killed. */
const PATIENCE_MS = 10_000;

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill();
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await exited;
  clearTimeout(timer);
}

/** schedstat counts in nanoseconds. /proc/PID/stat counts in hundredths of a second, which is too coarse. */
export function cpuOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ', 1)[0]),
  );
  return nanoseconds.reduce((sum, value) => sum + value, 0) / 1e6;
}

function rssOf(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) / 1024;
}

/** Closes resources in reverse order, even if one fails. */
export class Closers {
  readonly #closers: (() => Promise<void> | void)[] = [];

  /** Adds a resource to close, and returns it. */
  keep<T extends { close(): Promise<void> | void }>(thing: T): T {
    this.#closers.push(() => thing.close());
    return thing;
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        process.stderr.write(`${error}\n`);
      }
    }
  }
}
