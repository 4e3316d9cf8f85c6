import { onMain, type RecordCase, SECOND } from './record-case.js';
import { goodSite, held, type Labels, type Series, TARGET } from './series.js';

const of = (name: string, more: Labels = {}, target = TARGET) => onMain(name, more, target);
const interval = 'whmcs_collection_interval_seconds';
const success = 'whmcs_collection_last_success_timestamp_seconds';
const failures = 'whmcs_collection_failures_total';

const CONFIGURED = 'instance_site:whmcs_collection_interval_seconds:configured';
const AGE = 'instance_site:whmcs_stock:age_seconds';
const LIMIT = 'instance_site:whmcs_stock:age_limit_seconds';
const FRESH = 'site:whmcs_stock:fresh_age_seconds';
const TRUSTED = 'site:whmcs_stock:trusted_age_seconds';
const TRUSTED_THERE = 'instance_site:whmcs_stock:trusted_age_seconds';
const REFUSED = 'instance_site:whmcs_collection_failures:refused';

/** A site that an exporter last read ten minutes after the start. */
const readUntilTen = (target = TARGET): Series => ({ [of(success, {}, target)]: '0+30x20 600x200' });

/** A site whose exporter fails every minute from the tenth minute on, with the given reason. */
const failingFor = (reason: string, target = TARGET): Series => ({
  [of('whmcs_up', {}, target)]: held([1, 10], [0, 300]),
  [of(failures, { reason }, target)]: '0x19 1+0.5x600',
});

/** Cases for the age of a site's stock, and for trust in it. */
export const trustRecords: readonly RecordCase[] = [
  {
    name: 'the interval of a site that responds is the current one, even if it was raised',
    given: { ...goodSite(), [of(interval)]: held([60, 10], [900, 60]) },
    at: { '9m30s': { [CONFIGURED]: [[60, TARGET]] }, '10m': { [CONFIGURED]: [[900, TARGET]] } },
  },
  {
    name: 'the interval of a site that does not respond is the lowest of the last hour',
    given: {
      ...goodSite(),
      [of('whmcs_up')]: held([1, 10], [0, 120]),
      [of(interval)]: held([60, 11], [240, 120]),
    },
    at: {
      '20m': { [CONFIGURED]: [[60, TARGET]] },
      '69m': { [CONFIGURED]: [[60, TARGET]] },
      '72m': { [CONFIGURED]: [[240, TARGET]] },
    },
  },
  {
    name: 'the age grows while nothing is read, from the last successful collection',
    given: { ...goodSite(), [of(success)]: '0+30x20 0x10 600x9 1260+30x100' },
    at: {
      '10m': { [AGE]: [[0, TARGET]] },
      '12m': { [AGE]: [[120, TARGET]] },
      '18m': { [AGE]: [[480, TARGET]] },
      '21m': { [AGE]: [[0, TARGET]] },
    },
  },
  {
    name: 'the age grows for ten minutes without the exporter, and is unknown after that',
    given: {
      ...goodSite(),
      [of(success)]: '0+30x20 stale',
      [of('whmcs_collections_total')]: '1x20 stale',
    },
    at: { '19m': { [AGE]: [[540, TARGET]] }, '20m30s': { [AGE]: [] } },
  },
  {
    name: 'the age is known for an hour after it was last reported',
    given: { ...goodSite(), [of(success)]: '0+30x20 stale' },
    at: { '25m': { [AGE]: [[900, TARGET]] }, '69m': { [AGE]: [[3540, TARGET]] }, '71m': { [AGE]: [] } },
  },
  {
    name: 'the age limit is three intervals, and at least five minutes',
    given: { ...goodSite(), [of(interval)]: held([60, 10], [120, 10], [600, 10]) },
    at: {
      '5m': { [LIMIT]: [[300, TARGET]] },
      '15m': { [LIMIT]: [[360, TARGET]] },
      '25m': { [LIMIT]: [[1800, TARGET]] },
    },
  },
  {
    name: 'stock is fresh up to that age, and trusted for three minutes more',
    given: { ...goodSite(), ...readUntilTen() },
    at: {
      '15m': { [FRESH]: [[300]], [TRUSTED]: [[300]] },
      '15m30s': { [FRESH]: [], [TRUSTED]: [[330]] },
      '18m': { [TRUSTED]: [[480]], [TRUSTED_THERE]: [[480, TARGET]] },
      '18m30s': { [TRUSTED]: [], [TRUSTED_THERE]: [] },
    },
  },
  {
    name: 'the exporter with the newest stock counts, each with its own interval',
    given: {
      ...goodSite(),
      ...readUntilTen(),
      ...goodSite('main', SECOND),
      [of(interval, {}, SECOND)]: held([600, 120]),
      [of(success, {}, SECOND)]: '0x200',
    },
    at: {
      '11m': { [FRESH]: [[60]], [TRUSTED]: [[60]] },
      '17m': { [FRESH]: [[1020]], [TRUSTED]: [[420]] },
      '20m': { [FRESH]: [[1200]], [TRUSTED]: [[1200]] },
      '31m': { [FRESH]: [], [TRUSTED]: [[1860]] },
    },
  },
  {
    name: 'only the rejected exporter of two counts as rejected, for its own reasons',
    given: {
      ...goodSite(),
      ...failingFor('auth'),
      ...goodSite('main', SECOND),
      ...failingFor('connect', SECOND),
      [of(failures, { reason: 'ip_not_allowed' }, SECOND)]: '0x19 1+0.5x600',
    },
    at: {
      '9m': { [`${REFUSED} > bool 0`]: [] },
      '40m': { [`${REFUSED} > bool 0`]: [[1, { ...TARGET, reason: 'auth' }]] },
    },
  },
  {
    name: 'an exporter that reads the site again is not rejected, even if another fails',
    given: {
      ...goodSite(),
      [of(failures, { reason: 'auth' })]: '0x19 1x600',
      ...goodSite('main', SECOND),
      ...failingFor('connect', SECOND),
    },
    at: { '20m': { [REFUSED]: [] } },
  },
  {
    name: 'a rejection counts for three hours, even over restarts, except for 20 minutes after another failure',
    given: {
      ...goodSite(),
      [of('whmcs_up')]: held([1, 10], [0, 92], [undefined, 6], [0, 200]),
      [of(failures, { reason: 'auth' })]: '0x19 1x600',
      [of(failures, { reason: 'connect' })]: held([0, 30], [1, 300]),
    },
    at: {
      '29m': { [`${REFUSED} > bool 0`]: [[1, { ...TARGET, reason: 'auth' }]] },
      '45m': { [REFUSED]: [] },
      '55m': { [`${REFUSED} > bool 0`]: [[1, { ...TARGET, reason: 'auth' }]] },
      '107m': { [`${REFUSED} > bool 0`]: [[1, { ...TARGET, reason: 'auth' }]] },
      '185m': { [`${REFUSED} > bool 0`]: [[1, { ...TARGET, reason: 'auth' }]] },
      '195m': { [REFUSED]: [] },
    },
  },
  {
    name: 'canceled collections are not another cause',
    given: {
      ...goodSite(),
      ...failingFor('permission'),
      [of(failures, { reason: 'canceled' })]: '0x30 1x600',
    },
    at: { '20m': { [`${REFUSED} > bool 0`]: [[1, { ...TARGET, reason: 'permission' }]] } },
  },
];
