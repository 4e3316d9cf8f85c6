import { FLOOR, PUSHGATEWAY } from './peers.js';
import type { Results } from './results.js';
import type { Rules } from './rules.js';
import type { Round } from './scrape-rounds.js';
import { OURS, type Serving } from './serving.js';

/** A promise, and whether the run keeps it. */
export type Bar = {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
  readonly isMet: boolean;
};

const MILLISECONDS_OF_STALL = 50;
/** Sizes at which spaced scrapes and memory are promised. Figures of others are published only. */
const SMALL = { least: 1_000, most: 2_000 };
const LARGE = { least: 90_000, most: 130_000 };
type Size = typeof LARGE;
const MEBIBYTES_AT_100_000_SERIES = 200;
const IDLE_MEBIBYTES = 90;
const RULES_TO_SCRAPING = 10;

const atMost = (name: string, value: number, limit: number, unit: string): Bar => {
  return { name, value, limit, unit, isMet: value <= limit };
};

/** Judges a run. A ratio compares two servers that the same run measured in turn. */
export function judge(results: Results): readonly Bar[] {
  const { serving, stalls, collecting, starting, webhook, rules } = results;
  return [
    ...serving.flatMap(servingBars),
    ...stalls.map(({ node, sites, products, series, max, floorMax }) =>
      atMost(
        `slowest scrape, less the floor's, while ${sites} × ${products} products are read (${series} series), ` +
          `Node ${node}`,
        max - floorMax,
        MILLISECONDS_OF_STALL,
        'ms',
      ),
    ),
    ...stalls
      .filter(({ sites }) => sites === 1)
      .map(({ node, series, rssMiB }) =>
        memoryBar(`memory, one site, ${series} series, Node ${node}`, series, rssMiB),
      ),
    ...collecting.map(({ node, sites, ms, wireMs }) =>
      atMost(
        `first collection of ${sites} sites, over what the wire takes, Node ${node}`,
        ms / wireMs,
        1.1,
        '×',
      ),
    ),
    ...starting.flatMap(({ node, readyMs, idleRssMiB }) => [
      atMost(`ready after its start, Node ${node}`, readyMs, 1_000, 'ms'),
      atMost(`memory of one small site, Node ${node}`, idleRssMiB, IDLE_MEBIBYTES, 'MiB'),
    ]),
    ...webhook.map(({ node, max }) =>
      atMost(`from a sale to the metrics by webhook, Node ${node}`, max, 1_000, 'ms'),
    ),
    ...(rules ? [rulesBar(rules)] : []),
  ];
}

/** A Prometheus of the same run scrapes and stores the same series without rules. */
const rulesBar = ({ corePercent, restPercent }: Rules): Bar =>
  atMost('rules on 10,000 products, to scraping them', corePercent / restPercent, RULES_TO_SCRAPING, '×');

/** More series may take proportionally more memory. */
const memoryBar = (name: string, series: number, rssMiB: number): Bar =>
  atMost(name, rssMiB, MEBIBYTES_AT_100_000_SERIES * Math.max(1, series / 100_000), 'MiB');

function servingBars(serving: Serving): readonly Bar[] {
  const { node, series, spaced, backToBack, rss, sites } = serving;
  const at = `${series} series, Node ${node}`;
  const is = ({ least, most }: Size) => series >= least && series <= most;
  const toFloor = (round: Round, figure: 'p50' | 'cpu') => ratio(round, OURS, FLOOR, figure);
  const spacedBars = (limit: number) => [
    atMost(`spaced scrapes, to the floor: ${at}`, toFloor(spaced, 'p50'), limit, '×'),
    atMost(`CPU of spaced scrapes, to the floor: ${at}`, toFloor(spaced, 'cpu'), limit, '×'),
  ];
  return [
    ...(is(SMALL) ? spacedBars(3) : []),
    ...(is(LARGE) ? spacedBars(2) : []),
    ...(series >= SMALL.least
      ? [atMost(`scrapes back to back, to the floor: ${at}`, toFloor(backToBack, 'p50'), 1.5, '×')]
      : []),
    ...(is(LARGE) ? [memoryBar(`memory, ${sites} sites, ${at}`, series, rss[OURS] ?? Number.NaN)] : []),
    ...(is(LARGE) && spaced[PUSHGATEWAY] ? [pushgatewayBar(at, spaced)] : []),
  ];
}

function pushgatewayBar(at: string, spaced: Round): Bar {
  const value = ratio(spaced, PUSHGATEWAY, OURS, 'p50');
  return { name: `faster than pushgateway: ${at}`, value, limit: 40, unit: '×', isMet: value >= 40 };
}

const ratio = (round: Round, one: string, other: string, figure: 'p50' | 'cpu'): number =>
  (round[one]?.[figure] ?? Number.NaN) / (round[other]?.[figure] ?? Number.NaN);
