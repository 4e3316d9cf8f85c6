// Jest loads its sequencer as it is, so this file is checked JavaScript.
const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Starts the longest tests first, so that none of them is still running when all others have ended. Without
 * this, jest starts large files first wherever it has no times of an earlier run, as in a fresh clone.
 */
module.exports = class LongestFirst extends Sequencer {
  /** The tests that take longest on two idle cores, longest first: most of them wait for real programs. */
  static LONGEST = [
    'rules/alerts',
    'alertmanager/end-to-end',
    'alertmanager/causes.long',
    'rules/hard',
    'real/prometheus',
    'rules/faults',
    'real/image',
    'real/many-sites.long',
    'rules/episodes',
    'grafana/expressions',
    'compose/stack',
    'real/other-node',
    'rules/forecast',
    'docs/commands',
    'rules/records',
    'docs/first-alert.long',
    'real/debian',
    'real/release.long',
    'real/restarts.long',
    'alertmanager/grouping',
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
