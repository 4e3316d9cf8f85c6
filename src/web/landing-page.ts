import { encode } from 'html-entities';
import type { Redact } from '../config/secrets/redactor.js';
import { countNoun } from '../count-noun.js';
import { describeReason, type Reason } from '../whmcs/reasons.js';
import type { SiteState, SiteView } from './site-view.js';

export type LandingPage = {
  readonly telemetryPath: string;
  readonly version: string;
  readonly sites: readonly SiteView[];
  readonly now: Date;
};

/**
 * Creates the renderer of the page at `/`: the exporter, its endpoints, and the state of each site.
 * Links are relative, so that the page works behind a proxy that serves it below a path of its own.
 */
export function createLandingPage(redact: Redact): (page: LandingPage) => string {
  const text = (value: string): string => encode(redact(value));
  /** They are most of the page, and stay the same from one collection to the next. */
  const renderedNotes = new WeakMap<readonly string[], string>();

  function notesOf(notes: readonly string[]): string {
    const rendered = renderedNotes.get(notes) ?? renderNotes(notes);
    renderedNotes.set(notes, rendered);
    return rendered;
  }

  function renderNotes(notes: readonly string[]): string {
    const shown = notes
      .slice(0, MOST_NOTES)
      .map((note) => (note.length > LONGEST_NOTE ? `${text(note.slice(0, LONGEST_NOTE))}…` : text(note)));
    const rest = notes.length - shown.length;
    return [...shown, ...(rest > 0 ? [`and ${rest} more; ${CHECK} shows all`] : [])].join('<br>');
  }

  function renderSite(site: SiteView, now: Date): string {
    const { name, urlHost, state, products, source, whmcsVersion, lastSuccess, intervalMs, failure, notes } =
      site;
    const isKept = state === 'failing' && lastSuccess !== undefined;
    const cells = [
      `<th>${text(name)}<br><small>${text(urlHost)}</small></th>`,
      `<td><span class="${state}">${STATES[state]}${isKept ? ', last stock kept' : ''}</span></td>`,
      `<td>${products ? `${products.limited} / ${products.unlimited} / ${products.unknown}` : '–'}</td>`,
      `<td>${source ?? '–'}${whmcsVersion && text(`, WHMCS ${whmcsVersion}`)}</td>`,
      `<td>${lastSuccess ? renderAge(lastSuccess, now) : 'never'}</td>`,
      `<td>${age(intervalMs)}</td>`,
    ];
    const more = [
      ...(failure ? [explain(failure.reason)] : []),
      ...(notes.length > 0 ? [notesOf(notes)] : []),
    ];
    return [
      `<tr>${cells.join('')}</tr>`,
      ...more.map((what) => `<tr class="failure"><td colspan="6">${what}</td></tr>`),
    ].join('\n');
  }

  return ({ telemetryPath, version, sites, now }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>WHMCS stock exporter</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>WHMCS stock exporter <small>${text(version)}</small></h1>
<p>Stock of ${countNoun(sites.length, 'site')} for Prometheus.</p>
<nav>
<a href=".${encode(telemetryPath)}">Metrics</a>
<a href="./-/healthy">Healthy</a>
<a href="./-/ready">Ready</a>
</nav>
<table>
<thead>
<tr>
<th>Site</th><th>State</th><th>Products<br><small>limited / unlimited / unknown</small></th>
<th>Read from</th><th>Last good reading</th><th>Interval</th>
</tr>
</thead>
<tbody>
${sites.map((site) => renderSite(site, now)).join('\n')}
</tbody>
</table>
</main>
</body>
</html>
`;
}

const CHECK = '<code>whmcs-stock-exporter check</code>';

const explain = (reason: Reason): string =>
  `<code>${reason}</code> ${describeReason(reason).meaning} To find the cause: ${CHECK}`;

const MOST_NOTES = 5;
const LONGEST_NOTE = 400;

const renderAge = (time: Date, now: Date): string =>
  `<time datetime="${time.toISOString()}">${age(now.getTime() - time.getTime())} ago</time>`;

const STATES: Readonly<Record<SiteState, string>> = {
  starting: 'starting',
  up: 'up',
  failing: 'failing',
  stale: 'stale, stock withdrawn',
};

function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return countNoun(seconds, 'second');
  if (seconds < 7_200) return countNoun(Math.round(seconds / 60), 'minute');
  return countNoun(Math.round(seconds / 3_600), 'hour');
}

const STYLE = `
:root {
  color-scheme: light dark;
  --line: light-dark(#d8dde3, #343b43);
  --quiet: light-dark(#5b6672, #97a3af);
  --link: light-dark(#0b5cad, #79b8ff);
}
body {
  margin: 0;
  font: 15px/1.5 system-ui, sans-serif;
  background: light-dark(#fff, #14181c);
  color: light-dark(#1b2127, #e6eaee);
}
main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.25rem; }
h1 { margin: 0; font-size: 1.5rem; } small { color: var(--quiet); font-size: .8rem; font-weight: 400; }
nav { display: flex; gap: 1.25rem; margin: 1rem 0 1.75rem; } a { color: var(--link); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .55rem .75rem .55rem 0; text-align: left; vertical-align: top; }
th, td { border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-weight: 500; }
span { font-weight: 600; }
.up { color: light-dark(#19713a, #56d382); }
.failing { color: light-dark(#a24a00, #f0a35e); }
.stale { color: light-dark(#b3261e, #ff8a80); }
.starting { color: var(--quiet); }
.failure td { color: light-dark(#6b3200, #f3c79e); background: light-dark(#fff6ec, #2a2119); }
.failure td { padding-left: .75rem; }
code { font-size: .9em; }
`;
