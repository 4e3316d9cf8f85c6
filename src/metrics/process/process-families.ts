import { type Family, renderFamilyHeader } from '../family.js';
import { inOnePiece, keepSample } from '../kept-sample.js';
import type { ProcessReading } from './process-reading.js';

/** A metric that renders itself. It keeps all but the value: in a scrape, few other things take longer. */
interface Row extends Omit<Family<never>, 'samples'> {
  /** Renders the header, and the sample if its value is known. */
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

/** The metrics of what is read at each scrape, as prom-client names them. An unknown value has no series. */
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
  gauge('process_resident_memory_bytes', 'Resident memory size in bytes.', ({ memory }) => memory.resident),
  gauge('process_virtual_memory_bytes', 'Virtual memory size in bytes.', ({ memory }) => memory.virtual),
  gauge('process_heap_bytes', 'Process heap size in bytes.', ({ memory }) => memory.data),
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
];
