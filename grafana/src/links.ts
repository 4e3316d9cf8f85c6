import {
  DashboardLinkBuilder,
  DashboardLinkType,
  type DynamicConfigValue,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { TAG, UID } from './uids.js';

/** A link to the other dashboards that keeps the time range and the selection. */
export const toOthers = () =>
  new DashboardLinkBuilder('WHMCS stock')
    .type(DashboardLinkType.Dashboards)
    .tags([TAG])
    .keepTime(true)
    .includeVars(true);

/** The parameters that each link keeps. */
const CONTEXT = '${datasource:queryparam}&${__url_time_range}';

const product = (site: string, id: string) =>
  `/d/${UID.product}?var-site=${site}&var-product=${id}&${CONTEXT}`;
const site = (name: string) => `/d/${UID.site}?var-site=${name}&${CONTEXT}`;

type Link = { readonly title: string; readonly url: string };

/** Links a table row to its product. */
export const rowToProduct: Link = {
  title: 'Show this product',
  url: product('${__data.fields.site}', '${__data.fields.product_id}'),
};

/** Links a table row to its site. */
export const rowToSite: Link = { title: 'Show this site', url: site('${__data.fields.site}') };

/** Links the address of a product in WHMCS's admin area to it. */
export const toWhmcs: Link = { title: 'Open in WHMCS', url: '${__value.raw}' };

/** Links to Grafana's page for a new silence, filled in for the alerts on a row. */
export const toSilence: Link = {
  title: 'Silence the alerts on this',
  url:
    '/alerting/silence/new?alertmanager=${alertmanager:text}&matcher=site%3D${__data.fields.site}' +
    '&matcher=${__data.fields.subject:percentencode}&matcher=${__value.raw:percentencode}',
};

/** Links a series to its product. */
export const seriesToProduct: Link = {
  title: 'Show this product',
  url: product('${__field.labels.site}', '${__field.labels.product_id}'),
};

/** Links a series to its site. */
export const seriesToSite: Link = { title: 'Show this site', url: site('${__field.labels.site}') };

/** Links to all selected sites. */
export const toSites: Link = { title: 'Sites and API', url: `/d/${UID.site}?\${site:queryparam}&${CONTEXT}` };

/** Links to one panel of the overview, at full size. */
export const toPanel = (title: string, id: number): Link => ({
  title,
  url: `/d/${UID.overview}?viewPanel=panel-${id}&\${site:queryparam}&\${group:queryparam}&${CONTEXT}`,
});

/** Adds a link to the cells of a column. */
export const linked = (link: Link): DynamicConfigValue => ({ id: 'links', value: [link] });

/** Adds a link to the values of a panel. */
export const link = ({ title, url }: Link) =>
  new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(url);
