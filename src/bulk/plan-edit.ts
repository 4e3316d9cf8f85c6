import { type Document, isMap, isScalar, isSeq, Scalar, YAMLMap } from 'yaml';
import type { Plan } from '../stock/plan.js';
import { SEVERITIES, type Severity, type Thresholds } from '../stock/thresholds.js';
import { mapIn, pairOf, refuseSharedWithin, refuseTemplate } from './nodes.js';
import type { Wishes } from './order.js';

/** What a place says once a row's wishes are granted. */
export function grant(plan: Plan | undefined, wishes: Wishes): Plan {
  const { capacity } = wishes;
  return {
    capacity: capacity === 'none' ? undefined : (capacity ?? plan?.capacity),
    thresholds: Object.fromEntries(
      SEVERITIES.flatMap((severity) => {
        const wish = wishes[severity];
        const level = wish === undefined ? plan?.thresholds[severity] : wish;
        return level === undefined || level === 'default' ? [] : [[severity, level]];
      }),
    ),
  };
}

/** Whether two places say the same. */
export const isSame = (plan: Plan, other: Plan | undefined): boolean =>
  plan.capacity === other?.capacity && changedSeverities(plan.thresholds, other?.thresholds).length === 0;

const changedSeverities = (thresholds: Thresholds, other: Thresholds | undefined): readonly Severity[] =>
  SEVERITIES.filter((severity) => thresholds[severity] !== other?.[severity]);

const isEmpty = ({ capacity, thresholds }: Plan): boolean =>
  capacity === undefined && Object.keys(thresholds).length === 0;

/**
 * Looks whether a plan's node can be edited, before anything is.
 *
 * @param node a capacity, a map of capacity and thresholds, or nothing.
 * @throws {EditRefusal} where it can't.
 */
export function checkPlan(node: unknown, before: Plan | undefined, after: Plan): void {
  refuseSharedWithin(node, 'it');
  if (before?.capacity !== after.capacity)
    refuseTemplate(isMap(node) ? pairOf(node, 'capacity')?.value : node, 'its capacity');
  if (isMap(node)) checkThresholds(pairOf(node, 'thresholds')?.value, before, after);
}

/** The same for thresholds alone, which are all that is said of a product itself. */
export function checkThresholds(node: unknown, before: Plan | undefined, after: Plan): void {
  refuseSharedWithin(node, 'thresholds');
  if (!isMap(node)) return;
  for (const severity of changedSeverities(after.thresholds, before?.thresholds))
    refuseTemplate(pairOf(node, severity)?.value, `its ${severity}`);
}

/** Writes capacity and thresholds into the map of a product, a choice or a combination. */
export function editPlan(document: Document, map: YAMLMap, before: Plan | undefined, after: Plan): void {
  if (before?.capacity !== after.capacity) setNumber(document, map, 'capacity', after.capacity);
  const changed = changedSeverities(after.thresholds, before?.thresholds);
  if (changed.length === 0) return;
  const thresholds = mapIn(document, map, 'thresholds', true, 'thresholds');
  for (const severity of changed) setNumber(document, thresholds, severity, after.thresholds[severity]);
  if (thresholds.items.length === 0) map.delete('thresholds');
}

/** Writes what is said of a choice into the map of its option: as a number where that is all. */
export function editChoice(
  document: Document,
  option: YAMLMap,
  choice: string,
  before: Plan | undefined,
  after: Plan,
): void {
  const pair = pairOf(option, choice);
  if (isEmpty(after)) {
    if (pair) option.items.splice(option.items.indexOf(pair), 1);
    return;
  }
  if (isMap(pair?.value)) {
    editPlan(document, pair.value, before, after);
    return;
  }
  if (Object.keys(after.thresholds).length === 0) setNumber(document, option, choice, after.capacity);
  else setMap(document, option, choice, before, after);
}

/** A choice that was a number, or nothing, becomes a map; the number as it was written goes into it, a comment stays beside it. */
function setMap(
  document: Document,
  option: YAMLMap,
  choice: string,
  before: Plan | undefined,
  after: Plan,
): void {
  const map = new YAMLMap(document.schema);
  map.flow = true;
  const pair = pairOf(option, choice);
  if (!pair) option.items.push(document.createPair(choice, map));
  else {
    if (isScalar(pair.value)) {
      map.comment = pair.value.comment ?? null;
      pair.value.comment = null;
      map.items.push(document.createPair('capacity', pair.value));
    }
    pair.value = map;
  }
  editPlan(document, map, before, after);
}

/** Sets a value where it stands, so that a comment beside it stays; undefined takes the key away. */
function setNumber(document: Document, map: YAMLMap, key: string, value: number | 'none' | undefined): void {
  const pair = pairOf(map, key);
  if (value === undefined) {
    if (pair) map.items.splice(map.items.indexOf(pair), 1);
  } else if (!pair) map.items.push(document.createPair(key, value));
  else {
    const scalar = new Scalar(value);
    if (isScalar(pair.value)) {
      scalar.comment = pair.value.comment ?? null;
      scalar.commentBefore = pair.value.commentBefore ?? null;
    }
    pair.value = scalar;
  }
}

/** Takes away what nothing is left in. */
export function prune(product: YAMLMap, option: string): void {
  const options = pairOf(product, 'options')?.value;
  if (!isMap(options)) return;
  const pair = pairOf(options, option);
  if (isMap(pair?.value) && pair.value.items.length === 0)
    options.items.splice(options.items.indexOf(pair), 1);
  if (options.items.length === 0) product.delete('options');
}

/** The node of a combination by its place in the list. */
export function combinationAt(product: YAMLMap, index: number): unknown {
  const list = pairOf(product, 'combinations')?.value;
  return isSeq(list) ? list.items[index] : undefined;
}
