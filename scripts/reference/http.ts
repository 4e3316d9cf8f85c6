import { ROUTES } from '../../src/web/routes.js';
import { code, renderPage, renderTable } from './markdown.js';

const REST = `\
Any other path gets a 404, any other method a 405. Nothing here calls WHMCS. The exporter has no login of
its own: see [A login in front](../install.md#a-login-in-front). [Reloading](../install.md#reloading) and
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
