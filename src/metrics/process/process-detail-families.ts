import type { Family, Sample } from '../family.js';
import { renderLabels } from '../text-format.js';
import type { ProcessDetails } from './process-details.js';

const single = (
  name: string,
  help: string,
  read: (details: ProcessDetails) => number | undefined,
): Family<ProcessDetails> => ({
  name,
  type: 'gauge',
  help,
  labels: [],
  samples(details) {
    const value = read(details);
    return value === undefined ? [] : [{ labels: '', value }];
  },
});

const delay = (key: keyof NonNullable<ProcessDetails['delays']>, what: string) =>
  single(`nodejs_eventloop_lag_${key}_seconds`, `The ${what}.`, ({ delays }) => delays?.[key]);

const active = (what: keyof ProcessDetails['active'], help: string): Family<ProcessDetails> => ({
  name: `nodejs_active_${what}`,
  type: 'gauge',
  help: `Number of active ${help}.`,
  labels: ['type'],
  samples: ({ active }) => [...active[what]].map(([type, value]) => labelled({ type }, value)),
});

const heapSpace = (
  what: string,
  key: 'space_size' | 'space_used_size' | 'space_available_size',
): Family<ProcessDetails> => ({
  name: `nodejs_heap_space_size_${what}_bytes`,
  type: 'gauge',
  help: `Process heap space size ${what} from Node.js in bytes.`,
  labels: ['space'],
  samples: ({ heapSpaces }) =>
    heapSpaces.map((space) => labelled({ space: space.space_name.replace(/_space$/, '') }, space[key])),
});

const labelled = (labels: Readonly<Record<string, string>>, value: number): Sample => ({
  labels: renderLabels(labels),
  value,
});

const [major = '', minor = '', patch = ''] = process.versions.node.split('.');
const VERSION = { version: process.version, major, minor, patch };

/** The metrics of what is read once a minute, as prom-client names them. An unknown value has no series. */
export const processDetailFamilies: readonly Family<ProcessDetails>[] = [
  single(
    'process_start_time_seconds',
    'Start time of the process since unix epoch in seconds.',
    ({ startedAt }) => startedAt,
  ),
  single('process_open_fds', 'Number of open file descriptors.', ({ openFds }) => openFds),
  single('process_max_fds', 'Maximum number of open file descriptors.', ({ maxFds }) => maxFds),
  single('nodejs_eventloop_lag_seconds', 'Lag of event loop in seconds.', ({ lag }) => lag),
  delay('min', 'minimum recorded event loop delay'),
  delay('max', 'maximum recorded event loop delay'),
  delay('mean', 'mean of the recorded event loop delays'),
  delay('p50', '50th percentile of the recorded event loop delays'),
  delay('p90', '90th percentile of the recorded event loop delays'),
  delay('p99', '99th percentile of the recorded event loop delays'),
  active(
    'resources',
    'resources that are currently keeping the event loop alive, grouped by async resource type',
  ),
  active('handles', 'libuv handles grouped by handle type. Every handle type is C++ class name'),
  active('requests', 'libuv requests grouped by request type. Every request type is C++ class name'),
  heapSpace('total', 'space_size'),
  heapSpace('used', 'space_used_size'),
  heapSpace('available', 'space_available_size'),
  {
    name: 'nodejs_version_info',
    type: 'gauge',
    help: 'Node.js version info.',
    labels: Object.keys(VERSION),
    samples: () => [labelled(VERSION, 1)],
  },
];
