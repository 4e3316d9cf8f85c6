import type { Redact } from '../../config/secrets/redactor.js';
import type { Product } from '../../stock/catalogue.js';
import type { Named } from '../../stock/names.js';
import type { Option } from '../../stock/options.js';
import type { ProductOptions, Source } from './source.js';

/** Returns a source whose names are redacted: they are labels of metrics, which everybody sees. */
export function redactSource(source: Source, redact: Redact): Source {
  const clean = (product: Product) => redactProduct(product, redact);
  return {
    get name() {
      return source.name;
    },
    get actions() {
      return source.actions;
    },
    async read(signal) {
      const catalogue = await source.read(signal);
      return { ...catalogue, products: catalogue.products.map(clean) };
    },
    readProducts: async (ids, signal) => (await source.readProducts(ids, signal)).map(clean),
    readOptions: async (ids, signal) =>
      (await source.readOptions(ids, signal)).map((product) => redactOptions(product, redact)),
  };
}

const redactProduct = (product: Product, redact: Redact): Product => ({
  ...redactOptions(product, redact),
  name: redact(product.name),
  group: { ...product.group, name: redact(product.group.name) },
  type: redact(product.type),
  module: redact(product.module),
  payType: redact(product.payType),
});

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
