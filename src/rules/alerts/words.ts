import type { Kind } from '../kind.js';
import type { RuleOptions } from '../rule-options.js';
import type { Draft } from './message.js';

type Words = Pick<Draft, 'summary' | 'description'>;

/** What the alerts on a kind of stock say. */
export type KindWords = Readonly<
  Record<'soldOut' | 'low' | 'runningOut' | 'oversold' | 'restocked' | 'disappeared', Words>
>;

const MANUAL = 'WHMCS does not track this stock and keeps selling it to customers. Hide it, or add more.';

/** Returns the messages of a kind, as templates of Prometheus. */
export function wordsFor({ word }: Kind, { siteLabel }: RuleOptions): KindWords {
  const site = `{{ $labels.${siteLabel} }}`;
  const product = '{{ $labels.product }}';
  const part = {
    Product: '',
    Option: '{{ $labels.option }} {{ $labels.choice }}',
    Combination: '{{ $labels.combination }}',
  }[word];
  const isProduct = word === 'Product';
  const name = isProduct ? product : `${part} of ${product}`;
  const quoted = isProduct ? `"${product}"` : `${part} of "${product}"`;
  const place = `on ${site} (product
    {{ $labels.product_id }}${isProduct ? ', group {{ $labels.group }}' : ''})`;
  const chance = '{{ $value | humanizePercentage }}';
  return {
    soldOut: {
      summary: `${name} is sold out on ${site}`,
      description: isProduct
        ? `Customers cannot order ${quoted} ${place}: no units are left. This alert resolves after 15
          minutes with stock.`
        : `${quoted} ${place} has no units left. ${MANUAL}`,
    },
    low: {
      summary: `${name} is low on ${site}: {{ $value }} left`,
      description: `Customers can order {{ $value }} more of ${quoted} ${place}. In the last 15 minutes
        its stock was at or below a threshold.`,
    },
    runningOut: {
      summary: `${name} on ${site} may sell out before you can get more`,
      description: `${quoted} ${place} sells out within its lead time with a probability of ${chance}.
        ${isProduct ? 'Order or build' : 'Build'} more now.`,
    },
    oversold: {
      summary: isProduct
        ? `${name} on ${site} is oversold by {{ $value }}`
        : `${name} is oversold by {{ $value }} on ${site}`,
      description: isProduct
        ? `Customers have ordered {{ $value }} more of ${quoted} ${place} than there are, and wait for
          them. Hidden and retired products count too.`
        : `Customers were promised {{ $value }} more of ${quoted} ${place} than there are.`,
    },
    restocked: {
      summary: `${name} is back in stock on ${site}`,
      description: `Customers can order ${quoted} ${place} again. It was sold out within the last hour.
        For the last 15 minutes, at least {{ $value }} units were in stock.`,
    },
    disappeared: {
      summary: `${name} is no longer listed on ${site}`,
      description: isProduct
        ? `Customers cannot find ${quoted} ${place}. WHMCS listed it until
          {{ $value | humanizeTimestamp }}. Now WHMCS does not list it, or \`include\` and \`exclude\`
            in the configuration leave it out. This alert resolves a week after the product was last seen.`
        : `${quoted} ${place} had a capacity until {{ $value | humanizeTimestamp }}. Now WHMCS or the
          configuration no longer lists it, and its stock is not watched. This alert resolves a week
            after it was last seen.`,
    },
  };
}
