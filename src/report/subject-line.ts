import { CONCERNS } from '../web/page/concerns.js';
import { number, STATE_WORDS } from '../web/page/stock-words.js';
import type { Report } from './stock-report.js';
import { nameOf } from './subject-names.js';

/** Returns the most important line of a report, which is also the subject of its mail. */
export function subjectLine({ sites, attention, problems }: Report): string {
  const unread = sites.filter(({ status }) => status.failure).map(({ config }) => config.name);
  const [one, another] = attention;
  const ofSites =
    unread.length > 1 ? `${unread.length} of ${sites.length} sites could not be read` : could(unread[0]);
  const ofStock =
    one && !another
      ? [`${nameOf({ site: '', product: one.row.product, name: one.item?.name })} is ${wordOf(one.concern)}`]
      : CONCERNS.flatMap((concern) => {
          const count = attention.filter((each) => each.concern === concern).length;
          return count > 0 ? [`${number(count)} ${wordOf(concern)}`] : [];
        });
  const parts = [ofSites, ...ofStock].filter((part) => part !== undefined);
  const calm = problems.length > 0 ? 'sales are unknown' : 'nothing to do';
  return `Stock: ${parts.join(', ') || calm}`;
}

const could = (site: string | undefined): string | undefined =>
  site === undefined ? undefined : `${site} could not be read`;

const wordOf = (concern: keyof typeof STATE_WORDS): string => STATE_WORDS[concern].toLowerCase();
