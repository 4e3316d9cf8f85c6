import type { FaultArea } from '../../support/fault.js';
import type { HardCase } from './hard-cases.js';
import { type Labels, type Series, series, TARGET } from './series.js';

/** What goes wrong, what a user sees then, and the alerts that fire. Counts are by name and severity. */
export type FaultCase = Omit<HardCase, 'name'> & {
  readonly area: FaultArea;
  readonly injected: string;
  readonly shown: string;
};

/** The second of two exporters. */
export const SECOND = { job: 'stock', instance: 'second:10052' };

/** Returns a metric of the site `main`. */
export const ofSite = (name: string, more: Labels = {}, target: Labels = TARGET) =>
  series(name, { ...target, site: 'main', ...more });

/** The same series with other labels of the target. */
export const relabelled = (given: Series, labels: Labels): Series =>
  Object.fromEntries(
    Object.entries(given).map(([name, values]) => [
      name.replace(
        '{',
        `{${Object.entries(labels)
          .map(([label, value]) => `${label}="${value}",`)
          .join('')}`,
      ),
      values,
    ]),
  );

/** The same series until so many minutes after the start, and then nothing. */
export const until = (minutes: number, given: Series): Series =>
  Object.fromEntries(
    Object.entries(given).map(([name, values]) => {
      const [, first = '0', step = '0'] = /^(\d+)(?:\+(\d+(?:\.\d+)?))?x/.exec(values) ?? [];
      return [name, `${first}+${step}x${minutes * 2 - 1} stale`];
    }),
  );

/** The same series from so many minutes after the start on. */
export const from = (minutes: number, given: Series): Series =>
  Object.fromEntries(
    Object.entries(given).map(([name, values]) => {
      const [, first = '0', step = '0'] = /^(\d+)(?:\+(\d+(?:\.\d+)?))?x/.exec(values) ?? [];
      return [name, `_x${minutes * 2} ${Number(first) + Number(step) * minutes * 2}+${step}x400`];
    }),
  );
