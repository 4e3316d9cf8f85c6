import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableHide,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';

/** Every query uses the data source selected above the dashboard. */
export const DATA_SOURCE = { type: 'prometheus', uid: '${datasource}' } as const;

/** By default, the provisioned data source is selected. */
export const PROVISIONED_UID = 'prometheus';

/** The choice of Prometheus. */
export const dataSource = () =>
  new DatasourceVariableBuilder('datasource')
    .label('Data source')
    .type('prometheus')
    .current({ text: 'Prometheus', value: PROVISIONED_UID, selected: true });

/** The Alertmanager that silences are created in. */
export const alertmanager = () =>
  new DatasourceVariableBuilder('alertmanager').label('Alertmanager').type('alertmanager');

const fromPrometheus = (name: string, label: string, query: string) =>
  new QueryVariableBuilder(name)
    .label(label)
    .datasource(DATA_SOURCE)
    .query({ query, refId: name, qryType: 5 })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.NaturalAsc);

/** Creates a variable with any number of the values of a query; by default, all of them. */
const anyOf = (name: string, label: string, query: string) =>
  fromPrometheus(name, label, query)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current({ text: ['All'], value: ['$__all'], selected: true });

const SITES = 'label_values(whmcs_collections_total, site)';

export const sites = () => anyOf('site', 'Site', SITES);
export const groups = () => anyOf('group', 'Group', 'label_values(whmcs_product_info{site=~"$site"}, group)');
export const jobs = () => anyOf('job', 'Job', 'label_values(whmcs_exporter_build_info, job)');
export const instances = () =>
  anyOf('instance', 'Instance', 'label_values(whmcs_exporter_build_info{job=~"$job"}, instance)');

/** The site of the product shown. */
export const oneSite = () => fromPrometheus('site', 'Site', SITES).multi(false);

/**
 * Products by id, shown by name. A product of a site that cannot be read is offered if the selected time
 * contains it.
 */
export const products = () =>
  fromPrometheus(
    'product',
    'Product',
    'query_result(group by (product, product_id) (last_over_time(whmcs_product_info{site=~"$site", group=~"$group"}[$__range])))',
  )
    .regex('/product="(?<text>.*)",product_id="(?<value>[^"]+)"/')
    .multi(true);

/** Ids of the least available products, so that only their history is read, not that of every product. */
export const leastAvailable = (expression: string) =>
  fromPrometheus('listed', 'Listed products', `query_result(${expression})`)
    .regex('/product_id="(?<value>[^"]+)"/')
    .sort(VariableSort.Disabled)
    .multi(true)
    .includeAll(true)
    .current({ text: ['All'], value: ['$__all'], selected: true })
    .hide(VariableHide.HideVariable);
