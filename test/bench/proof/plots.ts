import { FLOOR } from './peers.js';
import { drawPlot, type Line } from './plot.js';
import type { Results } from './results.js';
import { OURS, type Serving } from './serving.js';

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
  return new Map([
    [
      'performance-scrapes.svg',
      drawPlot({
        title: `A scrape after a pause (Node ${first})`,
        ...{ x: 'series', y: 'median, ms' },
        lines: servers.map((name) =>
          lineOf(
            name,
            ofNode(first, ({ spaced }) => spaced[name]?.p50),
          ),
        ),
      }),
    ],
    [
      'performance-memory.svg',
      drawPlot({
        title: 'Memory',
        ...{ x: 'series', y: 'RSS, MiB' },
        lines: [
          ...nodes.map((node) =>
            lineOf(
              `${OURS}, ${node}`,
              ofNode(node, ({ rss }) => rss[OURS]),
            ),
          ),
          ...servers
            .filter((name) => name !== OURS && name !== FLOOR)
            .map((name) =>
              lineOf(
                name,
                ofNode(first, ({ rss }) => rss[name]),
              ),
            ),
        ],
      }),
    ],
    [
      'performance-sites.svg',
      drawPlot({
        title: 'Sites of 50 products',
        ...{ x: 'sites', y: 'ms' },
        lines: nodes.flatMap((node) => {
          const many = (value: (one: Serving) => number | undefined) =>
            ofNode(node, (one) => (one.products === 50 ? value(one) : undefined));
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
