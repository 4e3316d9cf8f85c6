import { styleText } from 'node:util';
import type { SiteCheck } from './check-site.js';
import type { Step, StepState } from './step.js';

const MARKS: Readonly<
  Record<StepState, { readonly mark: string; readonly color: 'green' | 'yellow' | 'red' | 'gray' }>
> = {
  ok: { mark: '✓', color: 'green' },
  warning: { mark: '!', color: 'yellow' },
  failed: { mark: '✗', color: 'red' },
  skipped: { mark: '-', color: 'gray' },
};
const TITLE_WIDTH = 21;
const ADVICE_WIDTH = 92;

/** Renders the check of a site for a person to read. */
export function renderCheck({ site, url, ok, steps }: SiteCheck, colors: boolean): string {
  const paint = (color: 'green' | 'yellow' | 'red' | 'gray' | 'bold', text: string) =>
    colors ? styleText(color, text, { validateStream: false }) : text;
  const verdict = ok ? paint('green', 'good') : paint('red', 'failed');
  const lines = steps.flatMap((step) => {
    const { mark, color } = MARKS[step.state];
    const advice =
      step.advice === undefined ? [] : wrap(step.advice, ADVICE_WIDTH).map((line) => `      ${line}`);
    return [
      `  ${paint(color, mark)} ${step.title.padEnd(TITLE_WIDTH)}${step.detail}${time(step)}`,
      ...advice,
    ];
  });
  return [`${paint('bold', site)}  ${url}`, ...lines, `  ${verdict}`, ''].join('\n');
}

/** Renders the summary of several sites: how many passed, and which failed. */
export function renderSummary(checks: readonly SiteCheck[]): string {
  const failed = checks.filter(({ ok }) => !ok).map(({ site }) => site);
  const good = `${checks.length - failed.length} of ${checks.length} sites good`;
  return failed.length === 0 ? `${good}\n` : `${good}; failed: ${failed.join(', ')}\n`;
}

const time = ({ milliseconds }: Step): string =>
  milliseconds === undefined
    ? ''
    : `  (${milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)} ms)`;

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
