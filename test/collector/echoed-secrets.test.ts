import { expect } from '@jest/globals';
import { ENCODINGS } from '../support/encodings.js';
import { fault } from '../support/fault.js';
import { running } from '../support/running-collector.js';
import { MARKERS } from '../support/site.js';

fault(
  'secret',
  'WHMCS names products, options and its version after a secret',
  'metrics with <secret> there',
  async () => {
    const forms = Object.values(MARKERS).flatMap((secret) =>
      Object.values(ENCODINGS).map((encoded) => encoded(secret)),
    );
    const product = forms.map((form, index) => ({
      ...{ pid: index + 1, gid: index + 1, name: `Plan ${form}`, module: form, groupname: form },
      ...{ stockcontrol: 1, qty: 5 },
      configoptions: {
        configoption: [
          {
            id: index + 1,
            name: `Option ${form}`,
            type: 1,
            options: { option: [{ id: index + 1, name: form }] },
          },
        ],
      },
    }));
    const { clock, exposed, stop } = running((action) =>
      action === 'WhmcsDetails'
        ? { body: { result: 'success', whmcs: { version: MARKERS.secret } } }
        : { body: { result: 'success', products: { product } } },
    );
    await clock.advance(1_000);
    const text = await exposed();
    await stop();
    expect(text).toContain('whmcs_product_stock{site="main",product_id="1",product="Plan <secret>"');
    expect(text).toMatch(/whmcs_site_info{[^}]*version="<secret>"/);
    expect(text).not.toMatch(/marker|Zq[123]/);
    for (const form of forms) expect(text).not.toContain(form);
  },
);
