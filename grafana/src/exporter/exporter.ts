import { alerts } from '../annotations.js';
import { dashboard } from '../dashboard.js';
import { row } from '../grid.js';
import { UID } from '../uids.js';
import { instances, jobs } from '../variables.js';
import { numbers } from './numbers.js';
import {
  calls,
  churn,
  cpu,
  eventLoop,
  memory,
  refused,
  reloads,
  samples,
  scrapeDuration,
  scraped,
  unsaved,
} from './process.js';

/** The dashboard for the exporter itself. */
export const exporter = () =>
  dashboard({
    uid: UID.exporter,
    title: 'WHMCS stock exporter',
    description: 'Whether the exporters run, keep up and use the current configuration.',
    from: 'now-24h',
    refresh: '1m',
    variables: [jobs(), instances()],
    annotation: {
      marks: alerts('category="exporter", instance=~"$instance|"'),
      on: ['Scrape duration'],
    },
    rows: [
      numbers(),
      row(7, [8, scraped()], [8, scrapeDuration()], [8, samples()]),
      row(7, [8, eventLoop()], [8, memory()], [8, cpu()]),
      row(7, [8, reloads()], [8, churn()], [8, refused()]),
      row(7, [12, calls()], [12, unsaved()]),
    ],
  });
