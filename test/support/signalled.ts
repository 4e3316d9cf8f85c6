import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

export type Ended = { readonly code: number | null; readonly signal: string | null; readonly ms: number };

/** The built program as a process of its own, for tests of signals. */
export type Signalled = {
  readonly child: ChildProcess;
  /** All that it has written to the standard error so far. */
  log(): string;
  /** Resolves once the log matches. */
  until(pattern: RegExp): Promise<string>;
  /** Resolves once the program handles signals itself, which is when its first lines have run. */
  untilMain(): Promise<void>;
  /** Resolves with how it ended, and how long after this call. */
  ended(): Promise<Ended>;
};

/**
 * Starts the built program.
 *
 * @param inject code that runs in the process before the program, to break something of Node's.
 */
export function startSignalled(
  argv: readonly string[],
  { inject = '', env = {} }: { readonly inject?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Signalled {
  const before = inject === '' ? [] : ['--import', `data:text/javascript,${encodeURIComponent(inject)}`];
  const child = spawn(process.execPath, [...before, 'dist/main.js', ...argv], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  const exited = once(child, 'exit');
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });

  async function poll<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended: ${log}`);
      await sleep(5);
    }
  }

  return {
    child,
    log: () => log,
    until: (pattern) => poll(() => pattern.exec(log)?.[0]),
    // Node itself handles SIGTERM from its start on, to leave the terminal in order.
    untilMain: async () => void (await poll(async () => (await handles(child, 'SIGHUP')) || undefined)),
    async ended() {
      const started = performance.now();
      const [code, signal] = await exited;
      return { code, signal, ms: performance.now() - started };
    },
  };
}

/** Whether a process has a handler for a signal (proc(5), `SigCgt`). */
async function handles({ pid }: ChildProcess, signal: NodeJS.Signals): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, caught = '0'] = /^SigCgt:\s*(\w+)$/m.exec(status) ?? [];
  return ((BigInt(`0x${caught}`) >> BigInt(constants.signals[signal] - 1)) & 1n) === 1n;
}
