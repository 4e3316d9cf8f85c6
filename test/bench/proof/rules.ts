import { spawnSync } from 'node:child_process';
import { newerProgram } from '../../support/cached-folder.js';

/** The cost of the shipped rules for a Prometheus with 10,000 products. */
export type Rules = { readonly minutes: number; readonly corePercent: number };

/** Runs the benchmark of the rules. */
export function measureRules(minutes: number): Rules {
  const argv = ['scripts/run.js', 'test/bench/rule-cost.ts', newerProgram('prometheus'), String(minutes)];
  const { stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  const [, percent] = /the rules take (-?[\d.]+)%/.exec(stdout) ?? [];
  if (percent === undefined) throw new Error(`the benchmark of the rules failed:\n${stdout}${stderr}`);
  return { minutes, corePercent: Number(percent) };
}
