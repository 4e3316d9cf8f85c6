import { ROUTES } from '../../src/web/routes.js';
import { code, renderPage, renderTable } from './markdown.js';

const REST = `\
Any other path gets a 404, any other method a 405. Nothing here calls WHMCS. With users in
[\`--web.config.file\`](web-configuration.md), everything but the webhook needs a login: 401 without one, 429
while too many passwords are being checked. [Reloading](../install.md#reloading) and
[the companion's calls](../companion.md#what-the-hooks-send) have pages of their own.`;

/** Returns the page of everything that is served. */
export const renderHttp = (): string =>
  renderPage(
    'HTTP',
    renderTable(
      ['path', 'methods', 'answers'],
      Object.values(ROUTES).map(({ path, methods, help }) => [
        code(path.replace(':site', 'SITE')),
        methods.join(', '),
        help,
      ]),
    ),
    REST,
  );
