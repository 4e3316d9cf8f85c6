import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { run } from '../../src/cli/run.js';

export type CliRun = {
  /** What it has set of V8, in order. */
  readonly engine: readonly string[];
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number>;
  /** Resolves once the output matches. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends SIGHUP, which reloads the configuration. */
  hangUp(): void;
  stop(): Promise<number>;
};

const stops = new Set<() => Promise<number>>();
/** What a failed test leaves running would keep jest from ending. */
afterAll(async () => {
  for (const stop of stops) await stop();
});

/** Runs a command line in this process, with an outside world of its own. */
export function runCli(
  argv: readonly string[],
  env: Record<string, string> = {},
  interactive = false,
  input = '',
): CliRun {
  const written = { out: '', err: '' };
  const waiting = new Set<() => void>();
  const write = (stream: 'out' | 'err') => (text: string) => {
    written[stream] += text;
    for (const look of waiting) look();
  };
  const end = new AbortController();
  const hangups: (() => void)[] = [];
  const engine: string[] = [];
  const io = {
    ...{
      env,
      out: write('out'),
      err: write('err'),
      unread: () => 0,
      readSecret: async () => input,
      interactive,
      signal: end.signal,
    },
    onHangup: (listener: () => void) => void hangups.push(listener),
    engine: {
      makeRoomForSites: (sites: number) => void engine.push(`room for ${sites}`),
      compileEarly: () => void engine.push('compiles early'),
    },
  };
  const ended = run(argv, io);
  const stop = () => {
    end.abort();
    return ended;
  };
  stops.add(stop);
  ended.finally(() => stops.delete(stop));
  return {
    engine,
    out: () => written.out,
    err: () => written.err,
    ended,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(written.out + written.err);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
        ended.then((code) => reject(new Error(`ended with ${code}: ${written.out}${written.err}`)));
      }),
    hangUp() {
      for (const listener of hangups) listener();
    },
    stop,
  };
}

/** Writes a configuration into a folder of its own and returns its path. */
export async function writeConfig(text: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'exporter-')), 'config.yaml');
  await writeFile(file, text);
  return file;
}
