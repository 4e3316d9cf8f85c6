/** The style of the stock page. It uses the system's fonts, and the color scheme that the user prefers. */
export const STYLE = `
:root {
  color-scheme: light dark; --bg: light-dark(#fff,#15181b); --fg: light-dark(#1d2328,#e4e8eb);
  --quiet: light-dark(#59636d,#9aa5af); --line: light-dark(#e3e7ea,#2b3137);
  --soft: light-dark(#f5f7f8,#1c2125); --link: light-dark(#0a58a6,#83bdf5);
  --bad: light-dark(#a8201a,#ff9187); --warn: light-dark(#8a4b00,#f0b26b);
  --good: light-dark(#2c6e49,#6bc792);
}
* { box-sizing: border-box }
body {
  margin: 0; font: 16px/1.45 system-ui,sans-serif; background: var(--bg); color: var(--fg);
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
header, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.5rem }
header { padding-top: 2.25rem; display: flex; flex-wrap: wrap; gap: .25rem 2rem; align-items: baseline }
h1 { font-size: 1.125rem; font-weight: 600; margin: 0 }
h2 { font-size: 1.5rem; font-weight: 600; margin: 2.75rem 0 .75rem; letter-spacing: -.01em }
h3 { font-size: 1rem; font-weight: 600; margin: 0 0 .25rem }
h2 small, h3 small { font-size: 1em; font-weight: 400 }
p { margin: .25rem 0 }
small { color: var(--quiet); font-size: .8125rem; font-weight: 400 }
i, em { font-style: normal }
i { color: var(--quiet); font-weight: 400; font-size: .8125rem }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .18em }
small a { color: inherit }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px }
nav { display: flex; flex-wrap: wrap; gap: 0 1.25rem }
.skip { position: absolute; left: -99rem }
.skip:focus { left: 1rem; top: .5rem }
.calm { color: var(--quiet) }
.none { color: var(--quiet) }
.state { font-weight: 600 }
.oversold, .exceeds_room, .sold_out, .stale { color: var(--bad) }
.running_out, .low, .failing, .unknown { color: var(--warn) }
.unlimited, .in_stock, .starting { color: var(--quiet); font-weight: 400 }
.up { color: var(--good) }
#attention section {
  display: grid; grid-template-columns: 11.5rem 1fr; padding: .85rem 0; border-top: 1px solid var(--line);
}
#attention section>* { grid-column: 2 }
#attention section>h3 { grid-column: 1; grid-row: 1/9 }
ul { list-style: none; margin: 0; padding: 0 }
.concerns li { display: flex; justify-content: space-between; gap: 1.5rem; padding: .2rem 0 }
.concerns b, .trouble b { font-weight: 600 }
.concerns small { margin-left: .35rem }
.concerns em::before { content: "· "; color: var(--quiet) }
.how { text-align: right; flex: none; max-width: 45% }
.trouble li { padding: 0 0 .6rem }
.trouble p:last-child { color: var(--quiet) }
form { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; margin: 0 0 .75rem }
label { display: grid; gap: .2rem; font-size: .8125rem; color: var(--quiet); flex: 0 1 11rem }
label:first-child { flex: 1 1 15rem }
input, select, button {
  font: inherit; font-size: 1rem; color: var(--fg); background: var(--bg);
  border: 1px solid light-dark(#848f99,#6d7781); border-radius: 4px; padding: .4rem .6rem;
  min-height: 2.5rem; width: 100%;
}
button { width: auto; cursor: pointer }
#reset:not(:empty) { padding: .55rem 0 }
table { width: 100%; border-collapse: collapse }
th, td {
  text-align: left; vertical-align: top; padding: .6rem 1.25rem .6rem 0; border-top: 1px solid var(--line);
  font-weight: 400;
}
thead th {
  font-size: .8125rem; color: var(--quiet); border: 0; padding-bottom: .35rem; white-space: nowrap;
}
thead a { color: inherit; text-decoration: none }
thead a:hover { text-decoration: underline }
[aria-sort] a { color: var(--fg); font-weight: 600 }
[aria-sort=ascending] a::after { content: " ↑" }
[aria-sort=descending] a::after { content: " ↓" }
tbody th { font-weight: 500 }
.stock tbody th { width: 40% }
.stock th:nth-child(3), .stock th:nth-child(4) { text-align: right }
.left>.state.unlimited, .left>span>.state { margin-left: 2.75rem }
th small, td small { display: block }
.stock .n { white-space: nowrap }
td:last-child, th:last-child { padding-right: 0 }
.pools tbody th { width: 40% }
.pools td small { display: inline }
.pools th:nth-child(n+3), .pools .n { text-align: right; white-space: nowrap }
.stock .q { color: var(--quiet); font-size: .875rem }
.stock .n, .stock .n~.n { text-align: right }
.units {
  font-weight: 600; display: inline-block; min-width: 2.5rem; text-align: right; margin-right: .25rem;
}
.bar { display: block; width: 8rem; height: 4px; margin: .3rem 0 .1rem; fill: var(--line) }
.bar .left { fill: light-dark(#7b8792,#8894a0) }
.bar.low .left { fill: var(--warn) }
.bar .tick { fill: var(--fg) }
details { font-weight: 400; font-size: .875rem; margin-top: .25rem }
summary { cursor: pointer; color: var(--link); width: fit-content }
details li {
  display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; padding: .25rem 0;
  border-top: 1px solid var(--line);
}
details li small { display: inline }
details .bar { width: 100%; flex: 0 0 100%; margin: .1rem 0 .2rem }
details .units { min-width: 0 }
details li small { margin-right: .5rem }
.sites details li { display: block; color: var(--quiet) }
.pager {
  display: flex; flex-wrap: wrap; gap: 0 1.25rem; color: var(--quiet); font-size: .875rem; margin: .5rem 0;
}
code { font: .875em ui-monospace,monospace }
footer { margin: 3rem auto 2.5rem; color: var(--quiet); font-size: .8125rem }
@media(max-width:44rem) {
  header, main, footer { padding: 0 1rem }
  header { padding-top: 1.25rem }
  h2 { margin-top: 2rem }
  #attention section { display: block }
  label, label:first-child { flex: 1 1 8rem }
  label:first-child { flex-basis: 100% }
  .stock thead { position: absolute; left: -99rem }
  .stock tr {
    display: flex; flex-wrap: wrap; gap: .1rem 1rem; padding: .7rem 0; border-top: 1px solid var(--line);
  }
  .stock th, .stock td { border: 0; padding: 0; display: block }
  .stock tbody th { flex: 1 1 55%; width: auto }
  .stock .left { flex: none; text-align: right }
  .stock .left .bar { width: 5.5rem; margin-left: auto }
  .stock td:nth-child(n+3) { font-size: .8125rem; display: none }
  .stock td:nth-child(n+3):not(:has(.none)) { display: flex; gap: .3rem }
  .stock td:nth-child(n+3)::before { content: attr(data-l); color: var(--quiet) }
  .concerns small { display: block; margin: 0 }
  .left>.state.unlimited, .left>span>.state { margin-left: 0 }
  .sites tr { display: grid; grid-template-columns: 1fr auto; gap: .1rem 1rem }
  .sites th, .sites td { border: 0; padding: 0 }
  .sites tbody tr { padding: .7rem 0; border-top: 1px solid var(--line) }
  .sites thead { position: absolute; left: -99rem }
  .sites td:nth-child(n+3) { grid-column: 1/3; font-size: .8125rem }
  .sites td small { display: inline }
  .stock th:has([open]) { flex-basis: 100% }
}
@media(prefers-reduced-motion:no-preference) {
  html { scroll-behavior: smooth }
}
`;
