// Jest loads its sequencer as it is, so this file is checked JavaScript.
const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Starts the longest tests first, so that none of them is still running when all others have ended. Without
 * this, jest starts large files first wherever it has no times of an earlier run, as in a fresh clone.
 */
module.exports = class LongestFirst extends Sequencer {
  /** The tests that take longest on two idle cores, longest first: most of them wait for real programs. */
  static LONGEST = [
    'alertmanager/end-to-end',
    'alertmanager/causes.long',
    'real/image',
    'rules/alerts.long',
    'real/prometheus',
    'rules/faults.long',
    'real/many-sites.long',
    'cli/check',
    'rules/hard.long',
    'real/commands',
    'real/package',
    'grafana/expressions',
    'real/capacity',
    'collector/memory.long',
    'rules/weeks',
    'compose/stack',
    'alertmanager/grouping',
    'real/signals',
    'real/debian',
    'rules/episodes.long',
    'whmcs/decoding.fuzz',
    'real/outputs',
    'real/restarts.long',
    'real/other-node',
    'alertmanager/business-hours',
    'real/name-servers',
    'cli/report',
    'real/release.long',
    'docs/first-alert.long',
    'rules/forecast',
    'rules/intervals.long',
    'config/configuration.fuzz',
    'bench/soak.long',
  ];

  /**
   * Returns the place of a test in that list, or the length of the list.
   *
   * @param {{ readonly path: string }} test
   */
  static rankOf({ path }) {
    const rank = LongestFirst.LONGEST.findIndex((name) => path.endsWith(`/${name}.test.ts`));
    return rank === -1 ? LongestFirst.LONGEST.length : rank;
  }

  /**
   * @override
   * @param {Parameters<InstanceType<typeof Sequencer>['sort']>[0]} tests
   */
  async sort(tests) {
    const sorted = await super.sort(tests);
    return sorted.sort((one, other) => LongestFirst.rankOf(one) - LongestFirst.rankOf(other));
  }
};
