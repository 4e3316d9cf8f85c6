import { createSegmentSync, EMPTY_SEGMENT } from "./segment.js";
const SAMPLE_MS = 1e3;
function createLiveRenderer(render, now) {
  let sample;
  return () => {
    const time = now();
    if (!sample || time - sample.takenAt >= SAMPLE_MS) {
      sample = {
        takenAt: time,
        segment: render().then((text) => text === "" ? EMPTY_SEGMENT : createSegmentSync(text))
      };
    }
    return sample.segment;
  };
}
export {
  createLiveRenderer
};
