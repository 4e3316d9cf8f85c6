import type { FaultCase } from './fault-case.js';
import { held, type Labels, type Series, series, stocked, TARGET } from './series.js';
import { failing } from './site-cases.js';
import { both, EXPORTER, targetOf } from './site-target-cases.js';

const SIX_MINUTES = 360;

/** The two ways of scraping: everything from one target, and each site from one of its own. */
const MODES = [
  { scraped: 'one target', exporter: TARGET, site: TARGET, given: stocked(held([0, 120])) },
  { scraped: 'a target per site', exporter: EXPORTER, site: targetOf('main'), given: both(held([0, 120])) },
];

const CLOCKS = [
  { clock: 'behind', offset: -SIX_MINUTES },
  { clock: 'ahead', offset: SIX_MINUTES },
];

const ofSite = (name: string, target: Labels) => series(name, { ...target, site: 'main' });

/** What an exporter with such a clock says of a site that it reads for so many minutes. */
function timed(exporter: Labels, site: Labels, offset: number, minutes: number): Series {
  const samples = minutes * 2 - 1;
  const last = offset + 30 * samples;
  return {
    [series('whmcs_exporter_time_seconds', exporter)]: `${offset}+30x400`,
    [ofSite('whmcs_collection_last_success_timestamp_seconds', site)]: `${offset}+30x${samples} ${last}x400`,
    [ofSite('whmcs_stock_age_seconds', site)]: `0x${samples} 30+30x400`,
  };
}

const SOLD_OUT = { WHMCSProductOutOfStock_warning: 1, WHMCSProductStockLow_warning: 1 };
const SKEWED = { WHMCSExporterClockSkewed_warning: 1 };

/** A wrong clock changes nothing but that it is reported. */
const skewed = MODES.flatMap(({ scraped, exporter, site, given }) =>
  CLOCKS.flatMap(({ clock, offset }): readonly FaultCase[] => [
    {
      area: 'process',
      injected: `the exporter's clock is six minutes ${clock}, with ${scraped}`,
      shown: 'the stock is trusted, and an alert names the clock',
      given: { ...given, ...timed(exporter, site, offset, 120) },
      firing: { '5m': SOLD_OUT, '20m': { ...SOLD_OUT, ...SKEWED } },
    },
    {
      area: 'process',
      injected: `the exporter's clock is six minutes ${clock}, with ${scraped}, and the site cannot be read`,
      shown: 'the site is down in time, and an alert names the clock',
      given: {
        ...given,
        ...timed(exporter, site, offset, 10),
        [ofSite('whmcs_up', site)]: held([1, 10], [0, 120]),
      },
      firing: {
        '14m': { ...SOLD_OUT, ...SKEWED },
        '17m': { ...SOLD_OUT, ...SKEWED, WHMCSSiteDown_critical: 1 },
        '25m': { ...SKEWED, WHMCSSiteDown_critical: 1 },
      },
    },
  ]),
);

const corrected = MODES.map(
  ({ scraped, exporter, site, given }): FaultCase => ({
    area: 'process',
    injected: `the exporter's clock, six minutes ahead, is set right, with ${scraped}`,
    shown: 'the stock is trusted throughout, and the alert on the clock ends',
    given: {
      ...given,
      ...timed(exporter, site, SIX_MINUTES, 120),
      [series('whmcs_exporter_time_seconds', exporter)]: `${SIX_MINUTES}+30x39 1200+30x400`,
      [ofSite('whmcs_collection_last_success_timestamp_seconds', site)]: `${SIX_MINUTES}+30x39 1200+30x400`,
    },
    firing: { '19m': { ...SOLD_OUT, ...SKEWED }, '22m': SOLD_OUT, '30m': SOLD_OUT },
  }),
);

/** An exporter from before it stated the age of stock. */
const withoutAge: readonly FaultCase[] = [
  {
    area: 'process',
    injected: 'the clock of an exporter that states no age of its stock is six minutes behind',
    shown: 'the stock is trusted, and an alert names the clock',
    given: {
      ...stocked(held([0, 60])),
      [series('whmcs_exporter_time_seconds', TARGET)]: '-360+30x200',
      [ofSite('whmcs_collection_last_success_timestamp_seconds', TARGET)]: '-360+30x200',
    },
    firing: {
      '20m': {
        WHMCSProductOutOfStock_warning: 1,
        WHMCSProductStockLow_warning: 1,
        WHMCSExporterClockSkewed_warning: 1,
      },
    },
  },
  {
    area: 'process',
    injected: 'the clock of an exporter that states no age is six minutes ahead, and the site cannot be read',
    shown: 'the site is down in time, in spite of the clock',
    given: {
      ...stocked(held([0, 60])),
      ...failing(60, 'connect'),
      [series('whmcs_exporter_time_seconds', TARGET)]: '360+30x200',
      [ofSite('whmcs_collection_last_success_timestamp_seconds', TARGET)]: '360+30x19 930x200',
    },
    firing: {
      '17m': {
        WHMCSProductOutOfStock_warning: 1,
        WHMCSProductStockLow_warning: 1,
        WHMCSSiteDown_critical: 1,
        WHMCSExporterClockSkewed_warning: 1,
      },
      '25m': { WHMCSSiteDown_critical: 1, WHMCSExporterClockSkewed_warning: 1 },
    },
  },
];

export const clockCases = [...skewed, ...corrected, ...withoutAge];
