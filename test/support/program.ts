import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export type Program = {
  readonly pid: number;
  /** All that it has written so far. */
  output(): string;
  /** Resolves once what it has written matches. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /**
   * Sends SIGTERM, to a child of its own where one is named, and resolves with the exit code and how many ms
   * the end took.
   */
  terminate(pid?: number): Promise<{ readonly code: number | null; readonly ms: number }>;
};

/** How long a busy machine may take. A test's limit is longer, so that the output is shown. */
const PATIENCE_MS = 100_000;

/** Starts a program, whose output is read. */
export function startProgram(
  file: string,
  argv: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Program {
  const child: ChildProcess = spawn(file, argv, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let written = '';
  let ended = false;
  const waiting = new Set<() => void>();
  const look = () => {
    for (const one of waiting) one();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      written += text;
      look();
    });
  }
  const closed = once(child, 'close').finally(() => {
    ended = true;
    look();
  });
  closed.catch(() => {}); // `until` or `terminate` reports it

  return {
    pid: child.pid ?? 0,
    output: () => written,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => finish(undefined), PATIENCE_MS);
        function finish(found: RegExpExecArray | undefined): void {
          clearTimeout(timer);
          waiting.delete(seek);
          if (found) resolve(found);
          else reject(new Error(`${file} ${argv.join(' ')} does not write ${pattern}, but:\n${written}`));
        }
        function seek(): void {
          const found = pattern.exec(written);
          if (found || ended) finish(found ?? undefined);
        }
        waiting.add(seek);
        seek();
      }),
    async terminate(pid) {
      const started = performance.now();
      if (pid === undefined) child.kill('SIGTERM');
      else process.kill(pid, 'SIGTERM');
      const [code] = await closed;
      return { code, ms: performance.now() - started };
    },
  };
}
