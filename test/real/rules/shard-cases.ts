import { type AlertCase, held, type Series, series } from './series.js';

/** An exporter of a job that collects a shard. */
const shard = (instance: string, of: string, shown = held([1, 100]), job = 'stock'): Series => {
  const target = { job, instance };
  const [number = '', shards = ''] = of.split('/');
  return {
    [series('up', target)]: held([1, 100]),
    [series('whmcs_exporter_build_info', { ...target, version: '1', revision: '', node_version: '20' })]:
      shown,
    [series('whmcs_exporter_shard_info', { ...target, shard: number, shards })]: shown,
  };
};

const alert = 'WHMCSShardsMismatched';
const told = [{ labels: { job: 'stock' } }];
const [HALF_AN_HOUR, THEN_GONE] = [held([undefined, 10], [1, 30]), held([1, 10], [undefined, 20], [1, 70])];

/** Samples of which one in five minutes is another. */
const FAILING = (value: number | undefined) =>
  Array.from(
    { length: 12 },
    () =>
      [
        [1, 4.5],
        [value, 0.5],
      ] as const,
  ).flat();

/** Cases for shards that are missing or do not match. */
export const shardCases: readonly AlertCase[] = [
  {
    name: 'a shard is no longer a target, and then it is again',
    alert,
    given: { ...shard('a', '0/2'), ...removed(shard('b', '1/2', THEN_GONE)) },
    at: { '9m': [], '24m': [], '26m': told, '29m': told, '31m': [] },
  },
  {
    name: 'a shard that is down has an alert of its own',
    alert,
    given: {
      ...shard('a', '0/2'),
      ...shard('b', '1/2', THEN_GONE),
      [series('up', { job: 'stock', instance: 'b' })]: held([1, 10], [0, 20], [1, 70]),
    },
    at: { '29m': [], '60m': [] },
  },
  {
    name: 'two exporters collect one of two shards',
    alert,
    given: { ...shard('a', '0/2'), ...shard('b', '1/2'), ...shard('c', '1/2') },
    at: { '14m': [], '16m': told },
  },
  {
    name: 'two exporters collect one of two shards, and a scrape of another fails every five minutes',
    alert,
    given: {
      ...shard('a', '0/2', held(...FAILING(undefined))),
      ...shard('b', '1/2'),
      ...shard('c', '1/2'),
      [series('up', { job: 'stock', instance: 'a' })]: held(...FAILING(0)),
    },
    at: { '14m': [], '18m': told, '40m': told },
  },
  {
    name: 'a pair of exporters collects each shard',
    alert,
    given: { ...shard('a', '0/2'), ...shard('b', '1/2'), ...shard('c', '1/2'), ...shard('d', '0/2') },
    at: { '40m': [] },
  },
  {
    name: 'an exporter collects everything beside two shards',
    alert,
    given: { ...shard('a', '0/2'), ...shard('b', '1/2'), ...shard('c', '0/1') },
    at: { '16m': told },
  },
  {
    name: 'two of three shards, and one of two, while the number of shards changes for too long',
    alert,
    given: { ...shard('a', '0/3'), ...shard('b', '1/2'), ...shard('c', '2/3') },
    at: { '16m': told },
  },
  {
    name: 'another job makes up a whole of its own, of twelve',
    alert,
    given: {
      ...shard('a', '0/2'),
      ...Object.assign(
        {},
        ...Array.from({ length: 12 }, (_, one) => shard(`z${one}`, `${one}/12`, undefined, 'eu')),
      ),
    },
    at: { '16m': told },
  },
  {
    name: 'a rolling change of the number of shards takes ten minutes',
    alert,
    given: {
      ...shard('a', '0/2', held([1, 10], [undefined, 1])),
      ...shard('b', '1/2', held([1, 15], [undefined, 1])),
      ...shard('a', '0/1', HALF_AN_HOUR),
    },
    at: { '20m': [], '35m': [] },
  },
];

/** A target that is taken away has no `up` either. */
function removed(given: Series): Series {
  const shown = Object.values(given).at(-1) ?? '';
  return Object.fromEntries(Object.keys(given).map((name) => [name, shown]));
}
