import { createSegmentSync, EMPTY_SEGMENT, type Segment } from './segment.js';

const SAMPLE_MS = 1_000;

/**
 * Renders what changes by itself, such as the process's metrics, at most once a second: any number of scrapers costs one sample,
 * and each of Prometheus's scrapes, which are seconds apart, has its own.
 *
 * @param render the text at this moment.
 * @param now monotonic time in ms.
 */
export function createLiveRenderer(render: () => Promise<string>, now: () => number): () => Promise<Segment> {
  let sample: { readonly takenAt: number; readonly segment: Promise<Segment> } | undefined;
  return () => {
    const time = now();
    if (!sample || time - sample.takenAt >= SAMPLE_MS) {
      sample = {
        takenAt: time,
        segment: render().then((text) => (text === '' ? EMPTY_SEGMENT : createSegmentSync(text))),
      };
    }
    return sample.segment;
  };
}
