import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs a program until it ends. Its environment holds nothing but `PATH` and what is given. */
export async function runProgram(
  file: string,
  argv: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
    /** The standard input. */
    readonly input?: string;
  } = {},
): Promise<Ran> {
  const { PATH = '' } = process.env;
  const env = { PATH, ...options.env };
  const child = spawn(file, argv, { ...options, env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => {}).end(options.input); // a program may end before it reads
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, out, err };
}
