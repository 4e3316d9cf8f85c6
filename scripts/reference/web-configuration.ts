import { webJsonSchema } from '../../src/config/web-config/web-schema.js';
import { renderKeys, type Schema } from './configuration.js';
import { renderPage } from './markdown.js';

const INTRO = `\
\`--web.config.file\` names a file in the
[format of Prometheus and its exporters](https://prometheus.io/docs/prometheus/latest/configuration/https/):
one that works for node_exporter works here. [TLS and a login](../install.md#tls-and-a-login) shows its use.

Paths begin at the folder of the file. The file and those that it names are read again within seconds of a
change. If one is invalid, or the file has lost its text, the last valid ones stay in use, and
\`whmcs_exporter_web_config_last_reload_successful\` is 0. Connections end if a change would not let them in;
a new certificate leaves them alone. Unlike in other exporters, the webhook needs no login, because its calls
are signed, and nothing in the file is refused later than at its load.`;

/** Returns the page of every key of the web configuration. */
export const renderWebConfiguration = (): string =>
  renderPage('Web configuration', INTRO, ...renderKeys(webJsonSchema() as Schema));
