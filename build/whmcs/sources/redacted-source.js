function redactSource(source, redact) {
  const clean = (product) => redactProduct(product, redact);
  return {
    get name() {
      return source.name;
    },
    get actions() {
      return source.actions;
    },
    async read(signal) {
      const listing = await source.read(signal);
      return { ...listing, products: listing.products.map(clean) };
    },
    readProducts: async (ids, signal) => (await source.readProducts(ids, signal)).map(clean),
    readOptions: async (ids, signal) => (await source.readOptions(ids, signal)).map((product) => redactOptions(product, redact))
  };
}
const redactProduct = (product, redact) => ({
  ...redactOptions(product, redact),
  name: redact(product.name),
  group: { ...product.group, name: redact(product.group.name) },
  type: redact(product.type),
  module: redact(product.module),
  payType: redact(product.payType)
});
const redactOptions = (product, redact) => ({
  ...product,
  options: product.options?.map((option) => redactOption(option, redact))
});
const redactOption = (option, redact) => ({
  ...redactNames(option, redact),
  choices: option.choices.map((choice) => redactNames(choice, redact))
});
function redactNames(named, redact) {
  const name = redact(named.name);
  const aliases = named.aliases.map(redact);
  const isClean = name === named.name && aliases.every((alias, index) => alias === named.aliases[index]);
  return isClean ? named : { ...named, name, aliases };
}
export {
  redactSource
};
