import type { FaultCase } from './fault-case.js';
import { goodSite, held, KVM, type Labels, type Series, series } from './series.js';

/** Targets as `prometheus-sites.yml` has them: one per site, named after it, and the exporter itself. */
export const EXPORTER = { job: 'whmcs-stock-exporter', instance: 'exporter:10052' };
export const targetOf = (site: string): Labels => ({ job: 'whmcs-stock', instance: site });
const BUILD = series('whmcs_exporter_build_info', {
  ...EXPORTER,
  version: '1',
  revision: '',
  node_version: '20',
});

/** A site that is read, whose series are those of its target alone. */
function site(name: string, stock: string, more: Series = {}): Series {
  const target = targetOf(name);
  const own = Object.entries(goodSite(name, target)).filter(([key]) => !key.includes('build_info'));
  return {
    ...Object.fromEntries(own),
    [series('whmcs_product_stock', { ...target, site: name, ...KVM })]: stock,
    ...more,
  };
}

/** Two sites and their exporter. */
export const both = (stock: string, more: Series = {}): Series => ({
  [BUILD]: held([1, 100]),
  [series('up', EXPORTER)]: held([1, 100]),
  ...site('main', stock),
  ...site('eu', held([9, 100])),
  ...more,
});

/** Ends all series after so many minutes, in which their targets go down. */
const downAfter = (minutes: number, given: Series): Series =>
  Object.fromEntries(
    Object.keys(given).map((name) => {
      if (name.startsWith('up{')) return [name, held([1, minutes], [0, 60])];
      const samples = minutes * 2;
      const steady = /_stock\{/.test(name) ? 9 : /dropped|unmatched/.test(name) ? 0 : 1;
      const values = /last_success/.test(name) ? '0+30' : String(steady);
      return [name, `${values}x${samples - 1} stale`];
    }),
  );

/** What happens to sites that are targets of their own. */
export const siteTargetCases: readonly FaultCase[] = [
  {
    area: 'stock',
    injected: 'a product sells out on one of two sites that are targets of their own',
    shown: 'each alert once, for this site alone',
    given: both(held([9, 10], [0, 60])),
    firing: { '9m': {}, '20m': { WHMCSProductOutOfStock_warning: 1, WHMCSProductStockLow_warning: 1 } },
  },
  {
    area: 'process',
    injected: 'an exporter whose sites are targets of their own goes down',
    shown: 'one critical alert for the exporter, and none for a site',
    given: downAfter(20, both(held([9, 100]))),
    firing: { '19m': {}, '30m': { WHMCSExporterDown_critical: 1 }, '45m': { WHMCSExporterDown_critical: 1 } },
  },
  {
    area: 'api',
    injected: 'a site that is a target of its own cannot be read',
    shown: 'one critical alert that names it',
    given: both(held([9, 100]), {
      [series('whmcs_up', { ...targetOf('main'), site: 'main' })]: held([1, 10], [0, 90]),
      [series('whmcs_collection_last_success_timestamp_seconds', { ...targetOf('main'), site: 'main' })]:
        '0+30x19 570x180',
    }),
    firing: { '9m': {}, '25m': { WHMCSSiteDown_critical: 1 } },
  },
];
