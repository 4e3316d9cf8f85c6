import type { Family, Sample } from './family.js';
import type { ProcessReading } from './process-reading.js';
import { renderLabels } from './text-format.js';

interface Row extends Family<ProcessReading> {
  readonly samples: (reading: ProcessReading) => readonly Sample[];
}

const single =
  (type: Row['type']) =>
  (name: string, help: string, read: (reading: ProcessReading) => number | undefined): Row => ({
    ...{ name, type, help, labels: [] },
    samples(reading) {
      const value = read(reading);
      return value === undefined ? [] : [{ labels: '', value }];
    },
  });

const counter = single('counter');
const gauge = single('gauge');

/** A gauge with one label. The elements of a reading are its samples. @param shown the label of a text. */
const gauges = <Element>(
  name: string,
  label: string,
  help: string,
  elements: (reading: ProcessReading) => Iterable<Element>,
  textOf: (element: Element) => string,
  numberOf: (element: Element) => number,
  shown = (text: string) => text,
): Row => {
  const rendered = new Map<string, string>(); // Node.js and V8 have few values of each label
  return {
    ...{ name, type: 'gauge', help, labels: [label] },
    samples(reading) {
      const samples: Sample[] = [];
      for (const element of elements(reading)) {
        const text = textOf(element);
        const labels = rendered.get(text) ?? renderLabels({ [label]: shown(text) });
        rendered.set(text, labels);
        samples.push({ labels, value: numberOf(element) });
      }
      return samples;
    },
  };
};

const delay = (key: keyof NonNullable<ProcessReading['delays']>, what: string): Row =>
  gauge(`nodejs_eventloop_lag_${key}_seconds`, `The ${what}.`, ({ delays }) => delays?.[key]);

const active = (what: keyof ProcessReading['active'], help: string): Row =>
  gauges(
    ...([`nodejs_active_${what}`, 'type', `Number of active ${help}.`] as const),
    ({ active }) => active[what],
    ([type]) => type,
    ([, count]) => count,
  );

const heapSpace = (what: string, key: 'space_size' | 'space_used_size' | 'space_available_size'): Row =>
  gauges(
    `nodejs_heap_space_size_${what}_bytes`,
    'space',
    `Process heap space size ${what} from Node.js in bytes.`,
    ({ heapSpaces }) => heapSpaces,
    (space) => space.space_name,
    (space) => space[key],
    (name) => name.replace(/_space$/, ''),
  );

/** The metrics of the process and of Node.js, as prom-client names them. An unknown value has no series. */
export const processFamilies: readonly Row[] = [
  counter('process_cpu_user_seconds_total', 'Total user CPU time spent in seconds.', ({ cpu }) => cpu.user),
  counter(
    'process_cpu_system_seconds_total',
    'Total system CPU time spent in seconds.',
    ({ cpu }) => cpu.system,
  ),
  counter(
    'process_cpu_seconds_total',
    'Total user and system CPU time spent in seconds.',
    ({ cpu }) => cpu.user + cpu.system,
  ),
  gauge(
    'process_start_time_seconds',
    'Start time of the process since unix epoch in seconds.',
    ({ startedAt }) => startedAt,
  ),
  gauge('process_resident_memory_bytes', 'Resident memory size in bytes.', ({ memory }) => memory.resident),
  gauge('process_virtual_memory_bytes', 'Virtual memory size in bytes.', ({ memory }) => memory.virtual),
  gauge('process_heap_bytes', 'Process heap size in bytes.', ({ memory }) => memory.data),
  gauge('process_open_fds', 'Number of open file descriptors.', ({ openFds }) => openFds),
  gauge('process_max_fds', 'Maximum number of open file descriptors.', ({ maxFds }) => maxFds),
  gauge('nodejs_eventloop_lag_seconds', 'Lag of event loop in seconds.', ({ lag }) => lag),
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
  gauge('nodejs_heap_size_total_bytes', 'Process heap size from Node.js in bytes.', ({ heap }) => heap.total),
  gauge(
    'nodejs_heap_size_used_bytes',
    'Process heap size used from Node.js in bytes.',
    ({ heap }) => heap.used,
  ),
  gauge(
    'nodejs_external_memory_bytes',
    'Node.js external memory size in bytes.',
    ({ heap }) => heap.external,
  ),
  heapSpace('total', 'space_size'),
  heapSpace('used', 'space_used_size'),
  heapSpace('available', 'space_available_size'),
  {
    ...{ name: 'nodejs_version_info', type: 'gauge', help: 'Node.js version info.' },
    labels: ['version', 'major', 'minor', 'patch'],
    samples: ({ version }) => [{ labels: renderLabels(version), value: 1 }],
  },
];
