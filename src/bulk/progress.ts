import { SingleBar } from 'cli-progress';
import type { Progress } from '../whmcs/services/count-services.js';

/** One bar for all that is paged through, however many sites that is at once. */
export type Paging = {
  /** Makes the hearer of one site. */
  readonly site: () => Progress;
  readonly end: () => void;
};

/** @param shown whether there is someone to see it; it is drawn on the standard error and cleared in the end. */
export function createPaging(shown: boolean): Paging {
  if (!shown) return { site: () => () => {}, end() {} };
  const bar = new SingleBar({
    stream: process.stderr,
    format: 'counting units in use [{bar}] {value}/{total} pages',
    clearOnComplete: true,
  });
  const sites: { pages: number; of: number }[] = [];
  const sum = (key: 'pages' | 'of') => sites.reduce((total, site) => total + site[key], 0);
  return {
    site() {
      const own = { pages: 0, of: 0 };
      sites.push(own);
      return (pages, of) => {
        Object.assign(own, { pages, of });
        if (!bar.isActive) bar.start(sum('of'), 0);
        bar.setTotal(sum('of'));
        bar.update(sum('pages'));
      };
    },
    end: () => bar.stop(),
  };
}
