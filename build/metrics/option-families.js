import { CHOICE_LABELS, COMBINATION_LABELS } from "./stock-subject.js";
import { renderLabels } from "./text-format.js";
const choices = ({ snapshot, choiceLabels }) => ({ things: snapshot.choices, labels: choiceLabels });
const combinations = ({ snapshot, combinationLabels }) => ({
  things: snapshot.combinations,
  labels: combinationLabels
});
const optionFamilies = [
  {
    name: "whmcs_product_option_stock",
    type: "gauge",
    help: "Units of the choice left, negative when oversold, 0 also when at most 0. Absent when unlimited or unknown.",
    labels: CHOICE_LABELS,
    samples: (subject) => each(choices(subject), stockOf)
  },
  {
    name: "whmcs_product_option_capacity",
    type: "gauge",
    help: "Units of the choice in total, as configured or returned by WHMCS.",
    labels: CHOICE_LABELS,
    samples: (subject) => each(choices(subject), ({ capacity }) => capacity)
  },
  {
    name: "whmcs_product_option_in_use",
    type: "gauge",
    help: "Units of the choice in use, at least, if some units match no choice. Absent when unknown.",
    labels: CHOICE_LABELS,
    samples: (subject) => each(choices(subject), ({ inUse }) => inUse)
  },
  {
    name: "whmcs_product_option_stock_threshold",
    type: "gauge",
    help: "Stock at or below which the choice is warning or critical, as configured. Absent when unlimited.",
    labels: [...CHOICE_LABELS, "severity"],
    samples: (subject) => eachThreshold(choices(subject))
  },
  {
    name: "whmcs_product_combination_stock",
    type: "gauge",
    help: "Units of the combination left: the least of all its limits. Absent when unlimited or unknown.",
    labels: COMBINATION_LABELS,
    samples: (subject) => each(combinations(subject), stockOf)
  },
  {
    name: "whmcs_product_combination_capacity",
    type: "gauge",
    help: "Units of the combination in total, as configured.",
    labels: COMBINATION_LABELS,
    samples: (subject) => each(combinations(subject), ({ capacity }) => capacity)
  },
  {
    name: "whmcs_product_combination_in_use",
    type: "gauge",
    help: "Units of the combination in use, at least, if some units match no choice. Absent when unknown.",
    labels: COMBINATION_LABELS,
    samples: (subject) => each(combinations(subject), ({ inUse }) => inUse)
  },
  {
    name: "whmcs_product_combination_stock_threshold",
    type: "gauge",
    help: "Stock at or below which the combination is warning or critical. Absent when unlimited.",
    labels: [...COMBINATION_LABELS, "severity"],
    samples: (subject) => eachThreshold(combinations(subject))
  },
  {
    name: "whmcs_pool_capacity",
    type: "gauge",
    help: "Total of a resource that products or choices draw from, in its unit, as configured.",
    labels: ["site", "pool", "unit"],
    samples: (subject) => eachPool(subject, ({ capacity }) => capacity)
  },
  {
    name: "whmcs_pool_in_use",
    type: "gauge",
    help: "Draw of services from the resource, at least, if some units match no choice. Absent when unknown.",
    labels: ["site", "pool", "unit"],
    samples: (subject) => eachPool(subject, ({ inUse }) => inUse)
  },
  {
    name: "whmcs_usage_withheld",
    type: "gauge",
    help: "Choices and combinations whose stock is withheld because only a maximum is known.",
    labels: ["site"],
    samples: ({ snapshot: { site, choices: choices2, combinations: combinations2 } }) => [
      {
        labels: renderLabels({ site }),
        value: [...choices2, ...combinations2].filter(({ isWithheld }) => isWithheld).length
      }
    ]
  },
  {
    name: "whmcs_unmatched_choices",
    type: "gauge",
    help: "Units in use that match no option or choice of their product. Absent when unknown.",
    labels: ["site"],
    samples: ({ snapshot: { site, unmatched } }) => unmatched === void 0 ? [] : [{ labels: renderLabels({ site }), value: unmatched }]
  }
];
const stockOf = ({ stock }) => stock.kind === "limited" ? stock.quantity : void 0;
function* each({ things, labels }, value) {
  for (const [index, thing] of things.entries()) {
    const number = value(thing);
    if (number !== void 0) yield { labels: labels[index] ?? "", value: number };
  }
}
function* eachThreshold({ things, labels }) {
  for (const [index, { stock, thresholds }] of things.entries()) {
    if (stock.kind === "unlimited") continue;
    for (const [severity, value] of thresholds) {
      yield { labels: `${labels[index]},${renderLabels({ severity })}`, value };
    }
  }
}
function* eachPool({ snapshot: { site, pools } }, value) {
  for (const pool of pools) {
    const number = value(pool);
    if (number === void 0) continue;
    yield { labels: renderLabels({ site, pool: pool.name, unit: pool.unit }), value: number };
  }
}
export {
  optionFamilies
};
