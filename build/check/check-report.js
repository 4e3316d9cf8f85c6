import { styleText } from "node:util";
const MARKS = {
  ok: { mark: "\u2713", color: "green" },
  warning: { mark: "!", color: "yellow" },
  failed: { mark: "\u2717", color: "red" },
  skipped: { mark: "-", color: "gray" }
};
const TITLE_WIDTH = 21;
const ADVICE_WIDTH = 92;
function renderCheck({ site, url, ok, steps }, colors) {
  const paint = (color, text) => colors ? styleText(color, text, { validateStream: false }) : text;
  const verdict = ok ? paint("green", "good") : paint("red", "failed");
  const lines = steps.flatMap((step) => {
    const { mark, color } = MARKS[step.state];
    const advice = step.advice === void 0 ? [] : wrap(step.advice, ADVICE_WIDTH).map((line) => `      ${line}`);
    return [
      `  ${paint(color, mark)} ${step.title.padEnd(TITLE_WIDTH)}${step.detail}${time(step)}`,
      ...advice
    ];
  });
  return [`${paint("bold", site)}  ${url}`, ...lines, `  ${verdict}`, ""].join("\n");
}
function renderSummary(checks) {
  const failed = checks.filter(({ ok }) => !ok).map(({ site }) => site);
  const good = `${checks.length - failed.length} of ${checks.length} sites good`;
  return failed.length === 0 ? `${good}
` : `${good}; failed: ${failed.join(", ")}
`;
}
const time = ({ milliseconds }) => milliseconds === void 0 ? "" : `  (${milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)} ms)`;
function wrap(text, width) {
  const lines = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
export {
  renderCheck,
  renderSummary
};
