const SAMPLE_MS = 1_000;

/**
 * Creates a renderer of live metrics, such as those of the process, that samples at most once a second. Many
 * scrapers then cost one sample, and each scrape of one Prometheus gets a new one.
 *
 * @param render returns the current text.
 * @param now time in ms that never goes back.
 */
export function createLiveRenderer(render: () => Promise<string>, now: () => number): () => Promise<string> {
  let sample: { readonly takenAt: number; readonly text: Promise<string> } | undefined;
  return () => {
    const time = now();
    if (!sample || time - sample.takenAt >= SAMPLE_MS) sample = { takenAt: time, text: render() };
    return sample.text;
  };
}
