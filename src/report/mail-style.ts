import type { Concern } from '../web/page/concerns.js';

const FONT = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
const TEXT = `color:#1d2328;font-size:15px;line-height:1.45;${FONT}`;
const QUIET = 'color:#59636d;font-size:13px';
const CELL = 'border-top:1px solid #e3e7ea;vertical-align:top';

/** The inline styles of a report, per element. Some mail programs ignore style sheets. */
export const STYLES = {
  body: `margin:0;padding:24px 16px;background:#ffffff;${TEXT}`,
  page: `width:100%;max-width:680px;margin:0 auto;${TEXT}`,
  h1: 'margin:0 0 4px;font-size:20px;line-height:1.3;font-weight:600',
  h2: 'margin:32px 0 8px;font-size:17px;font-weight:600',
  h3: 'margin:20px 0 4px;font-size:15px;font-weight:600',
  paragraph: 'margin:8px 0',
  table: 'width:100%;border-collapse:collapse;font-size:15px;line-height:1.4',
  column: `padding:4px 0 4px 12px;text-align:right;font-weight:400;white-space:nowrap;${QUIET}`,
  name: `${CELL};padding:6px 12px 6px 0;text-align:left;font-weight:400;overflow-wrap:anywhere`,
  number: `${CELL};padding:6px 0 6px 12px;text-align:right;white-space:nowrap`,
  how: `${CELL};padding:6px 0 6px 12px;text-align:right`,
  small: QUIET,
  more: `margin:4px 0;${QUIET}`,
  closing: `margin:32px 0 0;${QUIET}`,
  link: 'color:#0a58a6',
  bad: ';color:#a8201a',
  warn: ';color:#8a4b00',
} as const;

/** The color of each concern: `bad` if sales are lost, `warn` if they may be. */
export const TONES: Readonly<Record<Concern, 'bad' | 'warn'>> = {
  oversold: 'bad',
  exceeds_room: 'bad',
  sold_out: 'bad',
  running_out: 'warn',
  low: 'warn',
  unknown: 'warn',
};

/** The style sheet for mail programs that support dark mode. */
export const DARK_STYLE = `:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){
.b{background:#15181b!important;color:#e4e8eb!important}.q{color:#9aa5af!important}
.bad{color:#ff9187!important}.warn{color:#f0b26b!important}.l{border-color:#2b3137!important}
a{color:#83bdf5!important}}`;
