import { describe, expect } from '@jest/globals';
import { bare, renderMessage, type Told } from '../../support/message.js';
import { PAIRS } from '../../support/pair.js';

const base = { severity: 'critical', category: 'stock', site: 'main' };
const soldOut = { ...base, alertname: 'WHMCSProductOutOfStock' };
const SOLD_OUT: readonly Told[] = [
  {
    labels: { ...soldOut, product_id: '22', product: 'KVM 8 GB Tokyo', group: 'KVM Tokyo' },
    annotations: { left: '0' },
  },
  {
    labels: { ...soldOut, product_id: '31', product: 'Server für Büros', group: 'Dedicated' },
    annotations: { left: '0' },
  },
  {
    labels: { ...soldOut, product_id: '9', product: 'Web Plus', group: 'Web' },
    annotations: { left: '0' },
    endsAt: '2026-03-02T10:30:00Z',
  },
];
const OPTION: Told = {
  labels: {
    ...{
      ...base,
      alertname: 'WHMCSOptionOversold',
      product_id: '42',
      product: 'Cloud Server',
      group: 'Cloud',
    },
    ...{ option_id: '4', option: 'Location', choice: 'Tokyo' },
  },
  annotations: { left: '-2', description: 'Two orders cannot be delivered.' },
};
describe.each(PAIRS)('by the $name Alertmanager', (pair) => {
  const rendering = pair.testWith('amtool');
  const render = (template: string, alerts: readonly Told[]) => renderMessage(pair, template, alerts);

  rendering('a Slack message lists what is sold out, and what is no longer', () => {
    expect(render('slack.title', SOLD_OUT)).toBe('[CRITICAL] main: sold out (2, 1 resolved)');
    expect(render('slack.text', SOLD_OUT)).toBe(`\`\`\`
Left  Product           Group      Since (UTC)
   0  KVM 8 GB Tokyo    KVM Tokyo  2 Mar 09:04
   0  Server für Büros  Dedicated  2 Mar 09:04
\`\`\`
*Resolved*
\`\`\`
Product   Group  Since - until (UTC)
Web Plus  Web    2 Mar 09:04 - 2 Mar 10:30
\`\`\`
<https://wiki.example.com/soldout?a=1&amp;b=2|Runbook> | <https://grafana.example.com/d/stock?var-site=main|Dashboard> | <https://alerts.example.com/#/silences/new?filter=%7Balertname%3D%22WHMCSProductOutOfStock%22%2Csite%3D%22main%22%7D|Silence>`);
  });

  rendering('a mail lists it, too', () => {
    expect(render('email.subject', SOLD_OUT)).toBe('[CRITICAL] main: sold out (2, 1 resolved)');
    expect(render('email.text', SOLD_OUT)).toBe(`[CRITICAL] main: sold out (2, 1 resolved)

0 left: KVM 8 GB Tokyo (KVM Tokyo), since 2 Mar 09:04 UTC
0 left: Server für Büros (Dedicated), since 2 Mar 09:04 UTC

Resolved:

Web Plus (Web), since 2 Mar 09:04 UTC until 2 Mar 10:30 UTC

Runbook: https://wiki.example.com/soldout?a=1&b=2
Dashboard: https://grafana.example.com/d/stock?var-site=main
Alertmanager: https://alerts.example.com/#/alerts?receiver=page
`);
    expect(bare(render('email.html', SOLD_OUT))).toBe(`<h2>[CRITICAL] main: sold out (2, 1 resolved)</h2>
<table>
<tr><th>Left</th><th>Product</th><th>Group</th><th>Since</th></tr>
<tr><td><b>0</b></td><td>KVM 8 GB Tokyo</td><td>KVM Tokyo</td><td>2 Mar 09:04 UTC</td></tr>
<tr><td><b>0</b></td><td>Server für Büros</td><td>Dedicated</td><td>2 Mar 09:04 UTC</td></tr>
</table>
<h3>Resolved</h3>
<table>
<tr><th>Product</th><th>Group</th><th>Since</th><th>Until</th></tr>
<tr><td>Web Plus</td><td>Web</td><td>2 Mar 09:04 UTC</td><td>2 Mar 10:30 UTC</td></tr>
</table>
<p><a href="https://wiki.example.com/soldout?a=1&amp;b=2">Runbook</a> | <a href="https://grafana.example.com/d/stock?var-site=main">Dashboard</a> | <a href="https://alerts.example.com/#/silences/new?filter=%7balertname%3d%22WHMCSProductOutOfStock%22%2csite%3d%22main%22%7d">Silence</a> | <a href="https://alerts.example.com/#/alerts?receiver=page">Alertmanager</a></p>
</body>
</html>
`);
  });

  rendering('one choice is named in the title and explained, and its silence is for it alone', () => {
    expect(render('slack.title', [OPTION])).toBe(
      '[CRITICAL] main: option oversold: Cloud Server, Location: Tokyo',
    );
    expect(render('slack.text', [OPTION])).toBe(`\`\`\`
Left  Product       Choice           Group  Since (UTC)
  -2  Cloud Server  Location: Tokyo  Cloud  2 Mar 09:04
\`\`\`
\`\`\`
Two orders cannot be delivered.
\`\`\`
<https://wiki.example.com/soldout?a=1&amp;b=2|Runbook> | <https://grafana.example.com/d/stock?var-site=main|Dashboard> | <https://alerts.example.com/#/silences/new?filter=%7Balertname%3D%22WHMCSOptionOversold%22%2Cchoice%3D%22Tokyo%22%2Coption_id%3D%224%22%2Cproduct_id%3D%2242%22%2Csite%3D%22main%22%7D|Silence>`);
    expect(render('email.text', [OPTION])).toContain(
      '-2 left: Cloud Server, Location: Tokyo (Cloud), since 2 Mar 09:04 UTC\n  Two orders cannot be delivered.\n',
    );
    expect(bare(render('email.html', [OPTION]))).toContain(
      '<td>Location: Tokyo</td><td>Cloud</td><td>2 Mar 09:04 UTC</td></tr>\n</table>\n<p>Two orders cannot be delivered.</p>',
    );
  });

  rendering(
    'a message about several products links to the overview, of the site and the group that they share',
    () => {
      const product = (site: string, id: string, group = ''): Told => ({
        labels: { ...soldOut, site, product_id: id, product: `KVM ${id}`, ...(group && { group }) },
        annotations: {
          dashboard_url: `https://grafana.example.com/d/whmcs-product?var-site=${site}&var-product=${id}`,
        },
      });
      const linked = (...alerts: readonly Told[]) =>
        ['slack.text', 'email.text', 'email.html'].map(
          (template) => /https:\/\/grafana[^|"\s]*/.exec(render(template, alerts))?.[0],
        );
      const overview = 'https://grafana.example.com/d/whmcs-overview';
      expect(linked(product('main', '1'), product('main', '2'))).toEqual(
        Array(3).fill(`${overview}?var-site=main`),
      );
      expect(linked(product('main', '1'), product('second', '2'))).toEqual(Array(3).fill(overview));
      expect(linked(product('main', '1', 'A & B'), product('main', '2', 'A & B'))[1]).toBe(
        `${overview}?var-site=main&var-group=A+%26+B`,
      );
      expect(linked(product('main', '1', 'KVM'), product('second', '2', 'KVM'))).toEqual(
        Array(3).fill(`${overview}?var-group=KVM`),
      );
      expect(linked(product('main', '1', 'KVM'), product('main', '2', 'Web'))[1]).toBe(
        `${overview}?var-site=main`,
      );
      const one = 'https://grafana.example.com/d/whmcs-product?var-site=main';
      expect(linked(product('main', '1'))).toEqual([
        `${one}&amp;var-product=1`,
        `${one}&var-product=1`,
        `${one}&amp;var-product=1`,
      ]);
    },
  );

  rendering('an alert about a site is rendered as a sentence', () => {
    const down: Told = {
      labels: { ...base, alertname: 'WHMCSSiteDown', category: 'site' },
      annotations: { summary: 'main cannot be read', description: 'Its stock is unknown.' },
    };
    expect(render('slack.title', [down])).toBe('[CRITICAL] main: WHMCS cannot be read');
    expect(render('slack.text', [down])).toContain(
      '```\nmain cannot be read\nIts stock is unknown.\nSince 2 Mar 09:04 UTC\n```\n<',
    );
    const over = { ...down, endsAt: '2026-03-02T10:30:00Z' };
    expect(render('slack.title', [over])).toBe('[RESOLVED] main: WHMCS cannot be read');
    expect(render('slack.text', [over])).toContain(
      '*Resolved*\n```\nmain cannot be read\nSince 2 Mar 09:04 UTC, until 2 Mar 10:30 UTC\n```\n<',
    );
    expect(render('email.text', [down])).toContain(
      '\nmain cannot be read, since 2 Mar 09:04 UTC\n  Its stock is unknown.\n\nRunbook',
    );
    expect(bare(render('email.html', [down]))).toContain(
      '<p><b>main cannot be read</b><br>Its stock is unknown.<br>since 2 Mar 09:04 UTC</p>',
    );
  });

  rendering('an alert with only a name is rendered as well', () => {
    const odd: Told = { labels: { alertname: 'Odd' }, annotations: { runbook_url: '', dashboard_url: '' } };
    expect(render('slack.title', [odd])).toBe('[FIRING] Odd');
    expect(render('slack.text', [odd])).toBe(
      '```\nOdd\nSince 2 Mar 09:04 UTC\n```\n<https://alerts.example.com/#/silences/new?filter=%7Balertname%3D%22Odd%22%7D|Silence>',
    );
    expect(render('email.subject', [odd])).toBe('[FIRING] Odd');
  });

  rendering('colours say how bad it is', () => {
    const color = (changes: Partial<Told>, labels = {}) =>
      render('slack.color', [{ labels: { ...soldOut, ...labels }, ...changes }]);
    expect(color({})).toBe('danger');
    expect(color({}, { severity: 'warning' })).toBe('warning');
    expect(color({}, { severity: 'info' })).toBe('good');
    expect(color({ endsAt: '2026-03-02T10:30:00Z' })).toBe('good');
  });

  rendering('so do those of a mail', () => {
    const RED = '#b3261e';
    const AMBER = '#9a6700';
    const GREEN = '#2a7d3b';
    const color = (changes: Partial<Told>, labels = {}) => {
      const html = render('email.html', [{ labels: { ...soldOut, ...labels }, ...changes }]);
      return /<h2 style="[^"]*;color:(#\w+)">/.exec(html)?.[1];
    };
    expect(color({})).toBe(RED);
    expect(color({}, { severity: 'warning' })).toBe(AMBER);
    expect(color({}, { severity: 'info' })).toBe(GREEN);
    expect(color({ endsAt: '2026-03-02T10:30:00Z' })).toBe(GREEN);
  });
});
