import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askUntil } from '../daemon.js';
import { onlyChild } from '../only-child.js';
import { type Program, startProgram } from '../program.js';

export type Ran = { readonly code: number | null; readonly output: string };

/** A container that runs systemd: a copy of this Debian machine, whose changes stay in memory. */
export type DebianMachine = {
  /** Runs a program on it as root, and returns its exit code and output. */
  attempt(...argv: readonly string[]): Ran;
  /** Runs a shell script on it as root, and returns what it prints. Throws if it fails. */
  run(script: string): string;
  /** Starts a program on it. */
  start(argv: readonly string[]): Program;
  /** Files that were created or changed since it started, without those of systemd and the log. */
  changed(): readonly string[];
  close(): Promise<void>;
};

type Options = {
  /** Folders of this machine, mounted read-only at the same paths. */
  readonly shared: readonly string[];
};

/**
 * Mounts an overlay with an empty upper layer over this machine's root, switches to it, and starts systemd as
 * the first process. systemd starts only its journal.
 */
const BOOT = `set -eu
mount -t tmpfs tmpfs "$BASE"
mkdir "$BASE/changes" "$BASE/work" "$BASE/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$BASE/changes,workdir=$BASE/work" "$BASE/root"
cd "$BASE/root"
mount -t proc proc proc
mount --bind -o ro proc/sys proc/sys # the container shares these settings with this machine
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
for folder in run tmp dev; do mount -t tmpfs tmpfs "$folder"; done
for device in null zero full random urandom tty; do
  touch "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/shm dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
for folder; do
  mkdir -p ".$folder"
  mount --bind -o ro "$folder" ".$folder"
done
ip link set lo up
rm -f usr/sbin/policy-rc.d # it forbids packages to start services in images
rm -rf etc/systemd/system/*.wants usr/lib/systemd/system/*.target.wants
: > etc/fstab
rm -f var/lib/man-db/auto-update # an index of all manual pages takes seconds
cat > etc/systemd/system/machine.target <<'UNIT'
[Unit]
Wants=systemd-journald.service systemd-journald.socket systemd-journald-dev-log.socket
UNIT
[ -e usr/bin/node ] || ln -s "$NODE" usr/bin/node
mkdir run/changes
mount --bind "$BASE/changes" run/changes
pivot_root . .
umount --lazy .
mount --make-rshared / # systemd mounts credentials in another process
exec /usr/bin/env --ignore-environment container=test PATH="$PATH" \\
  /lib/systemd/systemd --unit=machine.target --log-target=journal`;

const SPACES = ['--mount', '--pid', '--net', '--uts', '--ipc', '--cgroup'];
/** Paths that systemd, dpkg and their caches write. */
const OWN =
  /^\/(var\/(log|cache|lib\/(dpkg|systemd))\/|etc\/(fstab|mtab|machine-id|\.updated|systemd\/system\/machine\.target)$)/;

/** Boots a machine. Needs root, and systemd installed. */
export async function bootDebian({ shared }: Options): Promise<DebianMachine> {
  const base = await mkdtemp(join(tmpdir(), 'debian-'));
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', BASE: base, NODE: process.execPath };
  const isolate = [...SPACES, '--fork', '--kill-child', '--propagation', 'private'];
  // The kernel kills the machine when the test process ends, even after a crash.
  const mortal = ['--pdeathsig', 'KILL', 'unshare', ...isolate];
  const outer = startProgram('setpriv', [...mortal, 'sh', '-c', BOOT, 'sh', ...shared], { env });
  const first = () => String(onlyChild(outer));

  const enter = (argv: readonly string[]) => [
    ...['--target', first(), ...SPACES],
    ...['env', '--ignore-environment', `PATH=${env.PATH}`, 'LC_ALL=C.UTF-8', ...argv],
  ];
  function attempt(...argv: readonly string[]): Ran {
    const { status, stdout, stderr } = spawnSync('nsenter', enter(argv), { encoding: 'utf8' });
    return { code: status, output: stdout + stderr };
  }

  const isUp = () => {
    try {
      return existsSync(`/proc/${first()}/root/run/systemd/private`);
    } catch {
      return false; // the first process has not started
    }
  };
  await askUntil(
    async () => isUp() || outer.output(),
    (up) => up === true,
  );
  return {
    attempt,
    run(script) {
      const { code, output } = attempt('sh', '-euc', script);
      if (code !== 0) throw new Error(`exit code ${code}:\n${script}\n${output}`);
      return output;
    },
    start: (argv) => startProgram('nsenter', enter(argv)),
    changed() {
      const root = `/proc/${first()}/root/run/changes`;
      const paths = execFileSync('find', [root, '-type', 'f,l'], { encoding: 'utf8' }).split('\n');
      return paths
        .map((path) => path.slice(root.length))
        .filter((path) => path !== '' && !OWN.test(path))
        .toSorted();
    },
    async close() {
      process.kill(outer.pid, 'SIGKILL'); // this ends every process of the machine
      await outer.terminate().catch(() => {});
      await rm(base, { recursive: true, force: true });
    },
  };
}
