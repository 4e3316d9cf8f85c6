import { FLOOR } from './peers.js';
import { drawPlot, type Line } from './plot.js';
import type { Results } from './results.js';
import { OURS, type Serving } from './serving.js';

/** Products per site where the number of sites grows. It has a plot of its own. */
const SMALL_SHOP = 50;

/** Draws times and memory over the number of series and sites. Returns SVG by file name. */
export function drawGrowth({ serving }: Results): ReadonlyMap<string, string> {
  const nodes = [...new Set(serving.map(({ node }) => node))];
  const servers = [...new Set(serving.flatMap(({ spaced }) => Object.keys(spaced)))];
  const lineOf = (
    name: string,
    seek: (one: Serving) => number | undefined,
    x: (one: Serving) => number = ({ series }) => series,
  ): Line => {
    const points = serving.map((one): readonly [number, number] => [x(one), seek(one) ?? Number.NaN]);
    return { name, points: points.toSorted(([one], [other]) => one - other) };
  };
  const ofNode = (node: string, value: (one: Serving) => number | undefined) => (one: Serving) =>
    one.node === node ? value(one) : undefined;
  const [first = ''] = nodes;
  const isPeer = (name: string) => name !== OURS;
  /** The exporter on each version of Node, and its peers on the first. */
  const compare = (peers: readonly string[], value: (one: Serving, name: string) => number | undefined) => [
    ...nodes.map((node) =>
      lineOf(
        `${OURS}, ${node}`,
        ofNode(node, (one) => (one.products === SMALL_SHOP ? undefined : value(one, OURS))),
      ),
    ),
    ...peers.map((name) =>
      lineOf(
        name,
        ofNode(first, (one) => (one.products === SMALL_SHOP ? undefined : value(one, name))),
      ),
    ),
  ];
  return new Map([
    [
      'performance-scrapes.svg',
      drawPlot({
        title: 'A scrape after a pause',
        ...{ x: 'series', y: 'median, ms' },
        lines: compare(servers.filter(isPeer), ({ spaced }, name) => spaced[name]?.p50),
      }),
    ],
    [
      'performance-memory.svg',
      drawPlot({
        title: 'Memory',
        ...{ x: 'series', y: 'RSS, MiB' },
        lines: compare(
          servers.filter((name) => isPeer(name) && name !== FLOOR),
          ({ rss }, name) => rss[name],
        ),
      }),
    ],
    [
      'performance-sites.svg',
      drawPlot({
        title: `Sites of ${SMALL_SHOP} products`,
        ...{ x: 'sites', y: 'ms' },
        lines: nodes.flatMap((node) => {
          const many = (value: (one: Serving) => number | undefined) =>
            ofNode(node, (one) => (one.products === SMALL_SHOP ? value(one) : undefined));
          const sites = ({ sites }: Serving) => sites;
          return [
            lineOf(
              `a scrape, ${node}`,
              many(({ spaced }) => spaced[OURS]?.p50),
              sites,
            ),
            lineOf(
              `ready after, ${node}`,
              many(({ readyMs }) => readyMs),
              sites,
            ),
          ];
        }),
      }),
    ],
  ]);
}
