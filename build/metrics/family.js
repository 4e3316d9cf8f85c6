import { renderHeader, renderSample } from "./text-format.js";
function renderSamples({ name, samples }, subject, budget) {
  let text = "";
  for (const { labels, value } of samples(subject)) {
    if (budget.left > 0) {
      text += renderSample(name, labels, value);
      budget.left -= 1;
    } else {
      budget.dropped += 1;
    }
  }
  return text;
}
const renderFamilyHeader = ({
  name,
  type,
  help
}) => renderHeader(name, type, help);
export {
  renderFamilyHeader,
  renderSamples
};
