import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { newerProgram } from '../../support/cached-folder.js';

/** The cost of the shipped rules for a Prometheus with 10,000 products, and that of all else it does. */
export type Rules = { readonly minutes: number; readonly corePercent: number; readonly restPercent: number };

const run = promisify(execFile);

/** Runs the benchmark of the rules. */
export async function measureRules(minutes: number): Promise<Rules> {
  const argv = ['scripts/run.js', 'test/bench/rule-cost.ts', newerProgram('prometheus'), String(minutes)];
  const { stdout, stderr } = await run(process.execPath, argv).catch((error) => error); // it fails above its limit
  const [, rest, percent] = /([\d.]+)% without: the rules take (-?[\d.]+)%/.exec(stdout) ?? [];
  if (percent === undefined) throw new Error(`the benchmark of the rules failed:\n${stdout}${stderr}`);
  return { minutes, corePercent: Number(percent), restPercent: Number(rest) };
}
