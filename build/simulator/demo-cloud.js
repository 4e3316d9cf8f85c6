const LOCATION = {
  id: 4,
  name: "location|Location",
  kind: "dropdown",
  values: [
    { id: 11, name: "fra1|Frankfurt", monthly: "0.00" },
    { id: 12, name: "nrt1|Tokyo", monthly: "3.00" },
    { id: 13, name: "iad1|Virginia", monthly: "0.00" }
  ]
};
const MEMORY = {
  id: 5,
  name: "RAM",
  kind: "radio",
  values: [
    { id: 21, name: "8 GB", monthly: "0.00" },
    { id: 22, name: "32 GB", monthly: "24.00" },
    { id: 23, name: "64 GB", monthly: "56.00" }
  ]
};
const CARD = {
  id: 6,
  name: "GPU",
  kind: "dropdown",
  values: [
    { id: 31, name: "1x L4", monthly: "0.00" },
    { id: 32, name: "2x L4", monthly: "190.00" },
    { id: 33, name: "4x L4", monthly: "560.00" }
  ]
};
const SOLD = {
  "Cloud Server": [
    [21, "Frankfurt", "8 GB"],
    [9, "Frankfurt", "32 GB"],
    [4, "Frankfurt", "64 GB"],
    [14, "Tokyo", "8 GB"],
    [5, "Tokyo", "32 GB"],
    [4, "Tokyo", "64 GB"],
    [11, "Virginia", "8 GB"],
    [3, "Virginia", "32 GB"]
  ],
  "GPU Cloud": [
    [9, "1x L4"],
    [5, "2x L4"],
    [2, "4x L4"]
  ],
  "AI Notebook": [[6]]
};
function addDemoCloud(shop, groupId) {
  shop.addGroup(groupId, "Cloud");
  const add = (name, monthly, options) => shop.addProduct({ groupId, name, monthly, options, stockControl: false });
  const products = [
    add("Cloud Server", "9.00", [LOCATION, MEMORY]),
    add("GPU Cloud", "210.00", [CARD]),
    add("AI Notebook", "89.00", [])
  ];
  for (const product of products) {
    for (const [count, ...values] of SOLD[product.name] ?? []) {
      const choices = product.options.map(({ id }, index) => ({ optionId: id, value: values[index] ?? "" }));
      for (let number = 0; number < count; number += 1) {
        shop.addService({ productId: product.id, clientId: product.id, choices });
      }
    }
  }
}
function chooseAnything({ options }, random) {
  return options.flatMap(({ id, kind, values, minQuantity = 0, maxQuantity = 1 }) => {
    const offered = values.filter(({ hidden }) => hidden !== true);
    const value = offered[Math.floor(random() * offered.length)];
    const number = minQuantity + Math.floor(random() * (maxQuantity - minQuantity + 1));
    if (kind === "quantity") return [{ optionId: id, value: String(number) }];
    if (kind === "yesno") return [{ optionId: id, value: random() < 0.5 ? "Yes" : "No" }];
    return value ? [{ optionId: id, value: value.name.split("|").at(-1) ?? "" }] : [];
  });
}
export {
  addDemoCloud,
  chooseAnything
};
