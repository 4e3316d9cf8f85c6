import pLimit from 'p-limit';
import { MOST_AT_ONCE, type QueryClient } from '../capacity/query-client.js';
import { QueryError } from '../capacity/query-error.js';
import { adviseOnQuery } from '../capacity/query-reasons.js';
import type { SiteConfig } from '../config/config.js';
import type { CapacityNumbers } from './capacity-numbers.js';
import type { SteadyTime } from './clock.js';
import { learnAnswer } from './learn-answer.js';
import { type PlannedQuery, planQueries } from './query-plan.js';

/**
 * Runs the queries for capacity of some sites once, and stores their numbers.
 *
 * @returns what went wrong, by the name of the site.
 */
export async function readCapacity(
  sites: readonly SiteConfig[],
  client: Pick<QueryClient, 'query'>,
  numbers: CapacityNumbers,
  steadyTime: SteadyTime,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const warnings = new Map<string, string[]>();
  const oneOf = pLimit(MOST_AT_ONCE);

  async function run({ query, uses }: PlannedQuery): Promise<void> {
    const at = steadyTime();
    const answer = await client.query(query, signal).catch((error: unknown) => {
      if (error instanceof QueryError) return error;
      throw error;
    });
    for (const { site, measure } of uses) {
      const [problem] = answer instanceof QueryError ? [answer] : learnAnswer(numbers, measure, answer, at);
      if (!problem) continue;
      const about = `the query for ${measure.name} gave no number: ${problem.message}`;
      const warning = `${about}. ${adviseOnQuery(problem.reason)}`;
      warnings.set(site, [...(warnings.get(site) ?? []), warning]);
    }
  }

  await Promise.all([...planQueries(sites).values()].map((planned) => oneOf(() => run(planned))));
  return warnings;
}
