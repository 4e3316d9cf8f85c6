import type { Redact } from '../../config/secrets/redactor.js';
import { inSlices } from '../../slices.js';
import type { ListedProduct } from '../../stock/listing.js';
import type { Named } from '../../stock/names.js';
import type { Option } from '../../stock/options.js';
import { mapInSteps } from '../../stock/work.js';
import type { ProductOptions, ServiceCount } from '../services/service-count.js';
import type { Source } from './source.js';

/** Returns a source whose names are redacted, because they become labels of public metrics. */
export function redactSource(source: Source, redact: Redact): Source {
  const { count, readSales } = source;
  const clean = (product: ListedProduct) => redactProduct(product, redact);
  return {
    get name() {
      return source.name;
    },
    get actions() {
      return source.actions;
    },
    async read(signal) {
      const listing = await source.read(signal);
      return { ...listing, products: await inSlices(mapInSteps(listing.products, clean)) };
    },
    count:
      count &&
      (async (...of) => {
        const counted = await count(...of);
        return counted && redactCount(counted, redact);
      }),
    readSales,
    readProducts: async (ids, signal) => (await source.readProducts(ids, signal)).map(clean),
    readOptions: async (ids, signal) =>
      (await source.readOptions(ids, signal)).map((product) => redactOptions(product, redact)),
  };
}

const redactProduct = (product: ListedProduct, redact: Redact): ListedProduct => ({
  ...redactOptions(product, redact),
  name: redact(product.name),
  group: { ...product.group, name: redact(product.group.name) },
  type: redact(product.type),
  module: redact(product.module),
  payType: redact(product.payType),
  ...(product.prices && {
    prices: product.prices.map((price) => ({ ...price, currency: redact(price.currency) })),
  }),
});

function redactCount({ options, ...count }: ServiceCount, redact: Redact): ServiceCount {
  const clean = [...(options ?? [])].map(
    ([id, some]) => [id, some.map((one) => redactOption(one, redact))] as const,
  );
  return { ...count, options: new Map(clean) };
}

const redactOptions = <T extends ProductOptions>(product: T, redact: Redact): T => ({
  ...product,
  options: product.options?.map((option) => redactOption(option, redact)),
});

const redactOption = (option: Option, redact: Redact): Option => ({
  ...redactNames(option, redact),
  choices: option.choices.map((choice) => redactNames(choice, redact)),
});

function redactNames<T extends Named>(named: T, redact: Redact): T {
  const name = redact(named.name);
  const aliases = named.aliases.map(redact);
  const isClean = name === named.name && aliases.every((alias, index) => alias === named.aliases[index]);
  return isClean ? named : { ...named, name, aliases };
}
