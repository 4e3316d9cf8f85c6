import { type Document, isAlias, isMap, type YAMLMap, YAMLMap as YamlMap } from 'yaml';
import type { Environment } from '../config/variables.js';
import type { Plan } from '../stock/plan.js';
import { addProduct } from './add-product.js';
import { EditRefusal, mapIn, openSites, pairOf, refuseShared, type SiteNode, seqIn } from './nodes.js';
import { checkPlan, checkThresholds, combinationAt, editChoice, editPlan, prune } from './plan-edit.js';
import type { ChoicePlace, CombinationPlace } from './product-places.js';

/** The product that a change belongs to. */
export type ProductAddress = {
  /** The site's place in the file. */
  readonly site: number;
  readonly id: number;
  /** What a product that is new in the file is called there. */
  readonly name: string | undefined;
};

/** Edits what a configuration says of products. Each method refuses before it changes anything. */
export type Editor = {
  /** @throws {EditRefusal} as all of them. */
  product(address: ProductAddress, before: Plan | undefined, after: Plan): void;
  choice(address: ProductAddress, place: ChoicePlace, after: Plan): void;
  combination(address: ProductAddress, place: CombinationPlace, after: Plan): void;
};

/**
 * @param text what the document was read from.
 * @param env what a product's id may be a variable of.
 */
export function createEditor(document: Document, text: string, env: Environment): Editor {
  const sites = openSites(document, env);

  function siteAt(index: number): SiteNode {
    const site = sites[index];
    if (!site) throw new EditRefusal('the site is not in the list');
    site.checkEditable();
    return site;
  }

  function existing({ site, id }: ProductAddress): YAMLMap | undefined {
    const product = siteAt(site).products.get(id);
    refuseShared(product, `product ${id}`);
    return isAlias(product) ? undefined : product;
  }

  function opened(address: ProductAddress): YAMLMap {
    return existing(address) ?? addProduct(document, text, siteAt(address.site), address);
  }

  return {
    product(address, before, after) {
      const known = existing(address);
      checkThresholds(known && pairOf(known, 'thresholds')?.value, before, after);
      editPlan(document, opened(address), before, after);
    },
    choice(address, { option, choice, plan }, after) {
      const known = existing(address);
      const options = known && pairOf(known, 'options')?.value;
      refuseShared(options, 'options');
      const choices = isMap(options) ? pairOf(options, option)?.value : undefined;
      refuseShared(choices, `option ${option}`);
      checkPlan(isMap(choices) ? pairOf(choices, choice)?.value : undefined, plan, after);
      const product = opened(address);
      const within = mapIn(document, product, 'options', product.flow === true, 'options');
      const of = mapIn(document, within, option, within.flow === true, `option ${option}`);
      editChoice(document, of, choice, plan, after);
      prune(product, option);
    },
    combination(address, { when, index, plan }, after) {
      const known = existing(address);
      const list = known && pairOf(known, 'combinations')?.value;
      refuseShared(list, 'combinations');
      const node = known && index !== undefined ? combinationAt(known, index) : undefined;
      checkPlan(node, plan, after);
      if (isMap(node)) editPlan(document, node, plan, after);
      else addCombination(document, opened(address), when, after);
    },
  };
}

function addCombination(
  document: Document,
  product: YAMLMap,
  when: CombinationPlace['when'],
  plan: Plan,
): void {
  const node = new YamlMap(document.schema);
  node.flow = true;
  const choices = new YamlMap(document.schema);
  choices.flow = true;
  for (const [option, choice] of when) choices.items.push(document.createPair(option, choice));
  node.items.push(document.createPair('when', choices));
  editPlan(document, node, undefined, plan);
  seqIn(document, product, 'combinations', 'combinations').items.push(node);
}
