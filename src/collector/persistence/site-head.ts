import type { Catalogue } from '../../stock/catalogue.js';
import type { SiteFacts } from '../../stock/facts.js';
import type { Reason } from '../../whmcs/reasons.js';
import type { LastReading, SiteMemory } from '../site-memory.js';
import { NOTHING_YET, type SiteStatus } from '../status.js';
import { countOf, type KeptRow } from './kept-rows.js';
import type { KeptSite } from './kept-site.js';

/** What is kept of a site beside its products, as plain JSON. It holds no message of WHMCS. */
export type SiteHead = Pick<KeptSite, 'name' | 'address' | 'fingerprint' | 'countedBy' | 'measured'> &
  Pick<SiteMemory, 'sources' | 'failures'> & {
    readonly groups: SiteFacts['groups'];
    readonly state: SiteState;
    /** The last reading; undefined if there was none. */
    readonly reading?: Reading | undefined;
  };

type SiteState = Pick<SiteStatus, 'intervalMs' | 'source' | 'whmcsVersion'> & {
  /** Unix times in ms. */
  readonly lastAttempt?: number | undefined;
  readonly lastSuccess?: number | undefined;
  /** Why the last collection failed. */
  readonly reason?: Reason | undefined;
};

type Reading = Pick<LastReading, 'at'> &
  Pick<Catalogue, 'source' | 'unreadable'> & {
    readonly trouble?: Omit<NonNullable<Catalogue['trouble']>, 'message'> | undefined;
  };

const MESSAGE = 'it failed before the restart';

export function headOf({ memory, name, address, fingerprint, countedBy, measured }: KeptSite): SiteHead {
  const { sources, failures, facts, last } = memory;
  return {
    ...{ name, address, fingerprint, countedBy, measured, sources, failures },
    groups: facts.groups,
    state: encodeStatus(memory.status),
    reading: last && encodeReading(last),
  };
}

const encodeStatus = ({ lastAttempt, lastSuccess, failure, ...status }: SiteStatus): SiteState => ({
  lastAttempt: lastAttempt?.getTime(),
  lastSuccess: lastSuccess?.getTime(),
  reason: failure?.reason,
  intervalMs: status.intervalMs,
  source: status.source,
  whmcsVersion: status.whmcsVersion,
});

const encodeReading = ({ at, catalogue: { source, unreadable, trouble } }: LastReading): Reading => ({
  ...{ at, source, unreadable },
  trouble: trouble && { source: trouble.source, reason: trouble.reason },
});

/** Returns the site of a head and the rows of its products. */
export function decodeSite(head: SiteHead, rows: Iterable<KeptRow>): KeptSite {
  const products = [];
  const facts = new Map();
  const movement = new Map();
  const counted = new Map();
  for (const row of rows) {
    const count = countOf(row);
    if (row.product) products.push(row.product);
    if (row.facts) facts.set(row.id, row.facts);
    if (row.movement) movement.set(row.id, row.movement);
    if (count) counted.set(row.id, count);
  }
  const { name, address, fingerprint, countedBy, measured, sources, failures, groups, state, reading } = head;
  return {
    ...{ name, address, fingerprint, countedBy, counted, measured },
    memory: {
      ...{ movement, sources, failures, isTried: false },
      facts: { products: Object.fromEntries(facts), groups },
      status: decodeStatus(name, state),
      last: reading && {
        at: reading.at,
        catalogue: {
          ...{ source: reading.source, unreadable: reading.unreadable, products },
          trouble: reading.trouble && { ...reading.trouble, message: MESSAGE },
        },
      },
    },
  };
}

const decodeStatus = (name: string, state: SiteState): SiteStatus => ({
  ...NOTHING_YET,
  ...{ name, urlHost: '', maxAgeMs: 0 }, // the configuration sets them
  ...{ intervalMs: state.intervalMs, source: state.source, whmcsVersion: state.whmcsVersion },
  lastAttempt: state.lastAttempt === undefined ? undefined : new Date(state.lastAttempt),
  lastSuccess: state.lastSuccess === undefined ? undefined : new Date(state.lastSuccess),
  failure: state.reason && { reason: state.reason, message: MESSAGE },
});
