import { describe, expect } from '@jest/globals';
import { bare, renderMessage, type Told } from '../../support/message.js';
import { PAIRS } from '../../support/pair.js';

const LABELS = { alertname: 'WHMCSProductOutOfStock', severity: 'critical', category: 'stock', site: 'main' };

const NASTY: Told = {
  labels: {
    ...{ ...LABELS, site: '<main>', product_id: '5', group: 'A & B' },
    product: '*A* <b>|</b> & ```x``` "q" <!channel>',
  },
  annotations: {
    left: '0',
    runbook_url: 'https://wiki.example.com/a|b?c=<d>&e',
    dashboard_url: 'javascript:alert(1)',
  },
};

describe.each(PAIRS)('by the $name Alertmanager', (pair) => {
  const rendering = pair.testWith('amtool');
  const render = (template: string, alerts: readonly Told[]) => renderMessage(pair, template, alerts);

  rendering('names from outside are no markup in Slack', () => {
    const name = "*A* &lt;b&gt;|&lt;/b&gt; &amp; '''x''' \"q\" &lt;!channel&gt;";
    expect(render('slack.title', [NASTY])).toBe(`[CRITICAL] &lt;main&gt;: sold out: ${name}`);
    const text = render('slack.text', [NASTY]);
    expect(text).toContain(`\n   0  ${name}  A &amp; B  2 Mar 09:04\n\`\`\`\n`);
    expect(text.match(/```/g)).toHaveLength(2);
    expect(text).toContain('<https://wiki.example.com/a%7Cb?c=%3Cd%3E&amp;e|Runbook>');
    // Only links may be between < and >.
    expect(text.match(/<[^>]*>/g)?.every((link) => /^<(https|javascript):[^|]*\|\w+>$/.test(link))).toBe(
      true,
    );
  });

  rendering('nor in HTML, where an invalid address is no link', () => {
    const html = bare(render('email.html', [NASTY]));
    const name = '*A* &lt;b&gt;|&lt;/b&gt; &amp; ```x``` &#34;q&#34; &lt;!channel&gt;';
    expect(html).toContain(`<h2>[CRITICAL] &lt;main&gt;: sold out: ${name}</h2>`);
    expect(html).toContain(`<td>${name}</td><td>A &amp; B</td>`);
    expect(html).toContain('<a href="https://wiki.example.com/a%7cb?c=%3cd%3e&amp;e">Runbook</a>');
    expect(html).toContain('<a href="#ZgotmplZ">Dashboard</a>');
  });

  rendering('and stand as they are in the subject', () => {
    expect(render('email.subject', [NASTY])).toBe(
      '[CRITICAL] <main>: sold out: *A* <b>|</b> & ```x``` "q" <!channel>',
    );
  });

  rendering('a silence is for the very name', () => {
    const choice = 'a "b" \\ c, +d & é';
    const labels = { ...LABELS, alertname: 'WHMCSOptionOutOfStock', product_id: '1', option_id: '2', choice };
    const filter = /silences\/new\?filter=([^|"]*)/;
    const asked =
      '{alertname="WHMCSOptionOutOfStock",choice="a \\"b\\" \\\\ c, +d & é",option_id="2",product_id="1",site="main"}';
    for (const template of ['slack.text', 'email.html'])
      expect(decodeURIComponent(filter.exec(render(template, [{ labels }]))?.[1] ?? '')).toBe(asked);
  });

  rendering('long names are cut and long lists are, in Slack, where they would fill the screen', () => {
    const alerts = Array.from({ length: 31 }, (_, index) => ({
      labels: {
        ...LABELS,
        product_id: String(index),
        product: `${'Ä'.repeat(39)}${index}`,
        group: 'g'.repeat(24),
      },
    }));
    const lines = render('slack.text', alerts).split('\n');
    expect(lines).toHaveLength(1 + 1 + 30 + 1 + 1 + 1);
    expect(lines[1]).toBe(`Product${' '.repeat(33)}  Group${' '.repeat(19)}  Since (UTC)`);
    expect(lines[2]).toBe(`${'Ä'.repeat(39)}0  ${'g'.repeat(24)}  2 Mar 09:04`);
    expect(lines[12]).toBe(`${'Ä'.repeat(39)}…  ${'g'.repeat(24)}  2 Mar 09:04`);
    expect(lines.at(-2)).toBe('The first 30 of 31.');
    expect(bare(render('email.html', alerts)).match(/<tr>/g)).toHaveLength(32);
  });

  rendering('long choices and combinations are truncated, and columns are as wide as their headings', () => {
    const labels = { ...LABELS, product_id: '1', product: 'KVM', group: 'VM' };
    const option = { option_id: '4', option: 'OS' };
    const told = [
      { labels: { ...labels, ...option, choice: 'x'.repeat(36) }, annotations: { left: '0' } },
      { labels: { ...labels, ...option, choice: 'y'.repeat(37) }, annotations: { left: '12' } },
      { labels: { ...labels, combination: 'z'.repeat(41) } },
    ];
    const lines = (alerts: readonly Told[]) => render('slack.text', alerts).split('\n').slice(1);
    expect(lines(told).slice(0, 4)).toEqual([
      `Left  Product  Choice${' '.repeat(34)}  Group  Since (UTC)`,
      `   0  KVM      OS: ${'x'.repeat(36)}  VM     2 Mar 09:04`,
      `  12  KVM      OS: ${'y'.repeat(35)}…  VM     2 Mar 09:04`,
      `   ?  KVM      ${'z'.repeat(39)}…  VM     2 Mar 09:04`,
    ]);
    expect(lines([{ labels: { ...labels, combination: 'A=1' } }]).slice(0, 2)).toEqual([
      'Product  Choice  Group  Since (UTC)',
      'KVM      A=1     VM     2 Mar 09:04',
    ]);
  });
});
