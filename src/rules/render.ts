import { Document, isMap, isScalar, isSeq, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { RuleGroup } from './rule.js';

const WIDTH = 110;

/** Returns groups as a file of rules of Prometheus. */
export function renderRules(groups: readonly RuleGroup[], heading = ''): string {
  const file = { groups: groups.map(toYaml) };
  return `${commentOf(heading)}${render(file, (document) => document.get('groups'), groups)}`;
}

/** Returns groups as a resource of the Prometheus Operator. */
export function renderResource(groups: readonly RuleGroup[], name: string): string {
  const resource = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name },
    spec: { groups: groups.map(toYaml) },
  };
  return render(resource, (document) => document.getIn(['spec', 'groups']), groups);
}

const toYaml = ({ comment: _, rules, name, interval }: RuleGroup) => ({
  name,
  ...(interval !== undefined && { interval }),
  rules: rules.map(({ comment: _, ...rule }) => rule),
});

function render(value: object, find: (document: Document) => unknown, groups: readonly RuleGroup[]): string {
  const document = new Document(value);
  const nodes = find(document) as YAMLSeq<YAMLMap>;
  for (const [index, { comment, rules }] of groups.entries()) {
    const group = nodes.items[index];
    if (!isMap(group)) continue;
    explain(group, comment, index > 0);
    const list = group.get('rules');
    if (!isSeq(list)) continue;
    for (const [at, rule] of list.items.entries()) {
      if (!isMap(rule)) continue;
      explain(rule, rules[at]?.comment, at > 0);
      layOut(rule);
    }
  }
  return document.toString({ lineWidth: WIDTH, singleQuote: true });
}

/** Puts a comment and an empty line before a node. */
function explain(node: YAMLMap, comment: string | undefined, isSpaced: boolean): void {
  node.spaceBefore = isSpaced;
  if (comment !== undefined)
    node.commentBefore = wrap(comment)
      .map((line) => ` ${line}`)
      .join('\n');
}

/** Chooses how the texts of a rule are written: expressions in their lines, prose folded. */
function layOut(rule: YAMLMap): void {
  const expr = rule.get('expr', true);
  if (isScalar(expr) && String(expr.value).includes('\n')) expr.type = Scalar.BLOCK_LITERAL;
  const annotations = rule.get('annotations', true);
  if (!isMap(annotations)) return;
  for (const { key, value } of annotations.items)
    if (isScalar(value) && String(value.value).length > WIDTH - 20 && !String(key).endsWith('_url'))
      value.type = Scalar.BLOCK_FOLDED;
}

function wrap(text: string, width = WIDTH - 10): readonly string[] {
  const lines: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const commentOf = (text: string): string =>
  text === ''
    ? ''
    : `${text
        .trim()
        .split('\n')
        .map((line) => `# ${line}`.trimEnd())
        .join('\n')}\n\n`;
