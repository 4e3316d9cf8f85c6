import {
  DashboardLinkBuilder,
  DashboardLinkType,
  type DynamicConfigValue,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { TAG, UID } from './uids.js';

/** To the other dashboards, with the time and what is chosen. */
export const toOthers = () =>
  new DashboardLinkBuilder('WHMCS stock')
    .type(DashboardLinkType.Dashboards)
    .tags([TAG])
    .keepTime(true)
    .includeVars(true);

/** Carried along by each link. */
const CONTEXT = '${datasource:queryparam}&${__url_time_range}';

const product = (site: string, id: string) =>
  `/d/${UID.product}?var-site=${site}&var-product=${id}&${CONTEXT}`;
const site = (name: string) => `/d/${UID.site}?var-site=${name}&${CONTEXT}`;

type Link = { readonly title: string; readonly url: string };

/** From a row of a table to its product. */
export const rowToProduct: Link = {
  title: 'Look at this product',
  url: product('${__data.fields.site}', '${__data.fields.product_id}'),
};

/** From a row of a table to its site. */
export const rowToSite: Link = { title: 'Look at this site', url: site('${__data.fields.site}') };

/** From a series to its product. */
export const seriesToProduct: Link = {
  title: 'Look at this product',
  url: product('${__field.labels.site}', '${__field.labels.product_id}'),
};

/** From a series to its site. */
export const seriesToSite: Link = { title: 'Look at this site', url: site('${__field.labels.site}') };

/** To all sites that are chosen. */
export const toSites: Link = { title: 'Sites and API', url: `/d/${UID.site}?\${site:queryparam}&${CONTEXT}` };

/** To one panel of the overview, over the whole page. */
export const toPanel = (title: string, id: number): Link => ({
  title,
  url: `/d/${UID.overview}?viewPanel=panel-${id}&\${site:queryparam}&\${group:queryparam}&${CONTEXT}`,
});

/** Makes the cells of a column lead somewhere. */
export const linked = (link: Link): DynamicConfigValue => ({ id: 'links', value: [link] });

/** Makes the values of a panel lead somewhere. */
export const link = ({ title, url }: Link) =>
  new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(url);
