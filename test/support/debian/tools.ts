import { type Tool, testWith } from '../tool.js';

export const DPKG: Tool = { program: 'dpkg-deb', remedy: 'apt-get install dpkg' };
export const LINTIAN: Tool = { program: 'lintian', remedy: 'apt-get install lintian' };
export const SYSTEMD: Tool = {
  program: '/lib/systemd/systemd',
  remedy: 'apt-get install systemd libnss-systemd',
};
export const NAMESPACES: Tool = {
  program: 'unshare',
  probe: ['--mount', '--pid', '--fork', 'true'],
  remedy: 'run as root; the test machine needs namespaces and mounts',
};

/** A test of the Debian package on a separate machine. */
export const testMachine = testWith(DPKG, SYSTEMD, NAMESPACES, {
  program: 'ip',
  probe: ['-V'],
  remedy: 'apt-get install iproute2',
});
