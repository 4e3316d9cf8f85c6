import { type Family, renderFamilyHeader } from './family.js';
import { inOnePiece, keepSample, keepSamples } from './kept-sample.js';
import type { ProcessReading } from './process-reading.js';
import { renderLabels, renderSample } from './text-format.js';

/** A metric that renders itself. It keeps all but the values: in a scrape, few other things take longer. */
interface Row extends Omit<Family<never>, 'samples'> {
  /** Renders the header, and the samples of known values. */
  readonly render: (reading: ProcessReading) => string;
}

const single =
  (type: Row['type']) =>
  (name: string, help: string, read: (reading: ProcessReading) => number | undefined): Row => {
    const family = { name, type, help, labels: [] };
    const header = inOnePiece(renderFamilyHeader(family));
    const renderKnown = keepSample(`${header}${name} `);
    return {
      ...family,
      render(reading) {
        const value = read(reading);
        return value === undefined ? header : renderKnown(value);
      },
    };
  };

const counter = single('counter');
const gauge = single('gauge');

type RenderSample = ReturnType<typeof keepSamples>;

/** A gauge with one label. @param renderAll renders every sample of a reading with the given function. */
const gauges = (
  name: string,
  label: string,
  help: string,
  renderAll: (reading: ProcessReading, renderSample: RenderSample) => string,
  shown?: (labelValue: string) => string,
): Row => {
  const family = { name, type: 'gauge', help, labels: [label] } as const;
  const header = inOnePiece(renderFamilyHeader(family));
  const renderSample = keepSamples(name, label, shown); // Node.js and V8 have few values of each label
  return { ...family, render: (reading) => header + renderAll(reading, renderSample) };
};

const delay = (key: keyof NonNullable<ProcessReading['delays']>, what: string): Row =>
  gauge(`nodejs_eventloop_lag_${key}_seconds`, `The ${what}.`, ({ delays }) => delays?.[key]);

const active = (what: keyof ProcessReading['active'], help: string): Row =>
  gauges(`nodejs_active_${what}`, 'type', `Number of active ${help}.`, (reading, renderSample) => {
    let text = '';
    for (const [type, count] of reading.active[what]) text += renderSample(type, count);
    return text;
  });

const heapSpace = (what: string, key: 'space_size' | 'space_used_size' | 'space_available_size'): Row =>
  gauges(
    `nodejs_heap_space_size_${what}_bytes`,
    'space',
    `Process heap space size ${what} from Node.js in bytes.`,
    ({ heapSpaces }, renderSample) => {
      let text = '';
      for (const space of heapSpaces) text += renderSample(space.space_name, space[key]);
      return text;
    },
    (name) => name.replace(/_space$/, ''),
  );

function versionInfo(): Row {
  const [major = '', minor = '', patch = ''] = process.versions.node.split('.');
  const labels = { version: process.version, major, minor, patch };
  const family = { name: 'nodejs_version_info', type: 'gauge', help: 'Node.js version info.' } as const;
  const text = inOnePiece(renderFamilyHeader(family) + renderSample(family.name, renderLabels(labels), 1));
  return { ...family, labels: Object.keys(labels), render: () => text };
}

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
  versionInfo(),
];
