import { QUERY_REASONS } from '../../src/capacity/query-reasons.js';
import {
  exporterMetrics,
  liveMetrics,
  shardMetrics,
  webConfigMetrics,
} from '../../src/metrics/exporter-metrics.js';
import { REJECTIONS } from '../../src/metrics/exporter-telemetry.js';
import { optionFamilies } from '../../src/metrics/option-families.js';
import { persistenceMetrics } from '../../src/metrics/persistence-telemetry.js';
import { processDetailFamilies } from '../../src/metrics/process/process-detail-families.js';
import { processFamilies } from '../../src/metrics/process/process-families.js';
import { eventMetrics } from '../../src/metrics/process/process-metrics.js';
import { movementFamilies, productFamilies } from '../../src/metrics/product-families.js';
import { siteMetrics, stockAge } from '../../src/metrics/site-metrics.js';
import { SITE_TASKS } from '../../src/metrics/site-telemetry.js';
import { REASONS } from '../../src/whmcs/reasons.js';
import { code, renderPage, renderTable } from './markdown.js';

type Row = {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labels: readonly string[];
};

const INTRO = `\
Text is decoded, trimmed, and has its white space collapsed. Labels of combinations are written
\`Option=Choice, Option=Choice\` in WHMCS's order. Units that are unknown have no series.

Stock, options and pools are those of the last good collection, and go when it is older than \`max_age\`.
Counters stay for the life of the process; with \`--persistence.file\` those of stock continue after it.
[Recorded series](../alerts.md#series-worth-a-query) answer most questions.`;

const PROCESS = `\
Named as by prom-client, and read at most once a second. \`--web.disable-exporter-metrics\` leaves them out.
Systems other than Linux lack files and memory except the resident.

All but CPU time, memory, the heap and garbage collections is read about once a minute. The delays of the
event loop are those since the last reading. They are recorded every 50 ms, so without any they are 0.05 s;
each of several Prometheus servers that scrape at least once a minute sees them all.`;

/** Returns the page of every metric. */
export function renderMetrics(): string {
  return renderPage(
    'Metrics',
    INTRO,
    ...section('Products', [...productFamilies, ...movementFamilies]),
    ...section('Options, combinations and pools', optionFamilies),
    ...section('Sites and their API', [...Object.values(siteMetrics), stockAge]),
    ...section(
      'The exporter',
      [exporterMetrics, liveMetrics, shardMetrics, persistenceMetrics, webConfigMetrics].flatMap(
        Object.values<Row>,
      ),
    ),
    ...section(
      'The process',
      [...processFamilies, ...processDetailFamilies, ...Object.values(eventMetrics)],
      PROCESS,
    ),
    ...renderLabelValues(),
  );
}

const section = (title: string, rows: readonly Row[], ...intro: readonly string[]): readonly string[] => [
  `## ${title}`,
  ...intro,
  renderTable(
    ['metric', 'type', 'labels', 'meaning'],
    rows.map(({ name, type, help, labels }) => [code(name), type, labels.join(', '), help]),
  ),
];

/** Returns the closed lists of label values. */
const renderLabelValues = (): readonly string[] => [
  '## Values of labels',
  renderTable(
    ['label', 'of', 'values'],
    [
      [
        code('reason'),
        'API errors, failed collections',
        `${REASONS.map(code).join(', ')}: [what to do](../troubleshooting.md#the-reasons)`,
      ],
      [
        code('reason'),
        code('whmcs_capacity_query_failures_total'),
        `${QUERY_REASONS.map(code).join(', ')}: [what to do](../capacity.md#the-reasons)`,
      ],
      [code('reason'), code('whmcs_webhook_rejected_total'), REJECTIONS.map(code).join(', ')],
      [code('task'), code('whmcs_unexpected_errors_total'), SITE_TASKS.map(code).join(', ')],
      [code('stock'), code('whmcs_products'), ['limited', 'unlimited', 'unknown'].map(code).join(', ')],
      [
        code('visibility'),
        code('whmcs_product_info'),
        ['public', 'hidden', 'retired', 'unknown'].map(code).join(', '),
      ],
      [code('severity'), 'thresholds', ['warning', 'critical'].map(code).join(', ')],
      [code('pool'), code('whmcs_collector_calls'), ['fast', 'slow'].map(code).join(', ')],
    ],
  ),
];
