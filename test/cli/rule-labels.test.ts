import { expect, test } from '@jest/globals';
import { fault } from '../support/fault.js';
import { runCli } from '../support/run-cli.js';

const run = async (args: string) => {
  const cli = runCli(['rules', ...args.split(' ')]);
  return { code: await cli.ended, out: cli.out(), err: cli.err() };
};

const ADDRESS = 'expected another label than instance, the address of an exporter';
const TAKEN = 'the rules use it themselves';

for (const [args, refused] of [
  ['--label-replica site', '--label-replica: expected another label than site; --label-site names it too'],
  ['--label-replica pod,job', '--label-replica: expected another label than job; --label-job names it too'],
  ['--label-site job', '--label-job: expected another label than job; --label-site names it too'],
  ['--label-job site', '--label-job: expected another label than site; --label-site names it too'],
  ['--label-site pod', '--label-replica: expected another label than pod; --label-site names it too'],
  ['--label-job instance', `--label-job: ${ADDRESS}`],
  ['--label-site instance --label-replica pod', `--label-site: ${ADDRESS}`],
  ['--label-site alertstate', `--label-site: expected another label than alertstate; ${TAKEN}`],
  ['--label-replica node_version', `--label-replica: expected another label than node_version; ${TAKEN}`],
  ['--label-replica product_id', `--label-replica: expected another label than product_id; ${TAKEN}`],
  ['--label-replica pod,choice', `--label-replica: expected another label than choice; ${TAKEN}`],
  ['--label-site pool', `--label-site: expected another label than pool; ${TAKEN}`],
  ['--label-job severity', `--label-job: expected another label than severity; ${TAKEN}`],
] as const)
  fault('configuration', `rules ${args}`, 'no rules, and what the label is used for', async () => {
    expect(await run(args)).toEqual({
      code: 1,
      out: '',
      err: `whmcs-stock-exporter: ${refused}\n`,
    });
  });

test.each([
  '--label-site exported_site --label-replica site,instance',
  '--label-job service --label-replica job,instance',
  '--label-replica instance,pod,instance',
])('rules %s is accepted', async (args) => {
  expect(await run(args)).toMatchObject({ code: 0, err: '' });
});
