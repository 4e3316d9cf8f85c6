import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { onlyChild } from '../only-child.js';
import { type Program, startProgram } from '../program.js';
import type { ImageConfig } from './buildah.js';

export type Container = Pick<Program, 'output' | 'until'> & {
  /** The first process, as this machine numbers it. */
  readonly pid: () => number;
  /** What the kernel says of the first process, as in /proc/PID/status. */
  readonly status: () => Readonly<Record<string, string>>;
  /** Runs something more in the container, in the same way. */
  readonly exec: (argv: readonly string[]) => { readonly code: number | null; readonly output: string };
  /** Sends SIGTERM to the first process, and resolves with the exit code and how many ms the end took. */
  readonly stop: () => Promise<{ readonly code: number | null; readonly ms: number }>;
};

export type ContainerOptions = {
  readonly env?: readonly string[];
  /** Files and folders of this machine, mounted read-only, by their path in the container. */
  readonly files?: Readonly<Record<string, string>>;
  /** Folders of this machine, mounted writable, by their path in the container. */
  readonly volumes?: Readonly<Record<string, string>>;
  /** Another one, whose network it shares. */
  readonly beside?: Container;
};

/** Makes the root read-only within namespaces of its own, and becomes the program that follows. */
const ENTER = `set -e
ip link set lo up
mount --rbind "$ROOT" "$ROOT"
while [ "$1" != -- ]; do
  if [ -d "$2" ]; then
    mkdir -p "$ROOT$1"
  else
    mkdir -p "$(dirname "$ROOT$1")"
    touch "$ROOT$1"
  fi
  mount --bind "$2" "$ROOT$1"
  mount -o "remount,bind,$3" "$ROOT$1"
  shift 3
done
shift
mount --bind -o remount,ro "$ROOT"
mount --rbind /dev "$ROOT/dev"
mount -t proc proc "$ROOT/proc"
exec "$@"`;

/**
 * Runs an image as an engine does with `--read-only --security-opt no-new-privileges`: as the image's
 * own user, as process 1, with a network and processes of its own, and without a place to write to.
 *
 * @param root where the image's files are.
 * @param argv what follows the image's entrypoint.
 */
export function startContainer(
  root: string,
  config: ImageConfig,
  argv: readonly string[],
  { env = [], files = {}, volumes = {}, beside }: ContainerOptions = {},
): Container {
  const become = [...['env', '-i', ...config.Env, ...env], ...confined(root, config)];
  const join = beside ? ['nsenter', '--target', String(beside.pid()), '--net'] : [];
  const isolate = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'];
  const mounts = [
    ...Object.entries(files).flatMap(([at, from]) => [at, from, 'ro']),
    ...Object.entries(volumes).flatMap(([at, from]) => [at, from, 'rw']),
  ];
  const enter = ['sh', '-c', ENTER, 'sh', ...mounts, '--'];
  const [program = '', ...rest] = [
    ...[...join, 'unshare', ...isolate, ...(beside ? [] : ['--net'])],
    ...[...enter, ...become, ...config.Entrypoint, ...argv],
  ];
  const outer = startProgram(program, rest, { env: { ...process.env, ROOT: root } });
  const pid = () => onlyChild(outer);
  return {
    pid,
    output: outer.output,
    until: outer.until,
    status() {
      const text = readFileSync(`/proc/${pid()}/status`, 'utf8');
      return Object.fromEntries(text.split('\n').map((line) => line.split(/:\s+/, 2)));
    },
    exec(more) {
      const inside = ['--target', String(pid()), '--mount', '--pid', '--net', '--'];
      const { status, stdout, stderr } = spawnSync('nsenter', [...inside, ...become, ...more], {
        encoding: 'utf8',
      });
      return { code: status, output: stdout + stderr };
    },
    stop: async () => outer.terminate(pid()),
  };
}

/** Within the root, as the user, who can gain no rights. */
function confined(root: string, { User, WorkingDir }: ImageConfig): readonly string[] {
  const [uid = '', gid = uid] = User.split(':');
  return [
    ...['setpriv', '--clear-groups', '--no-new-privs'],
    ...['unshare', '--root', root, '--wd', WorkingDir, '--setgid', gid, '--setuid', uid, '--'],
  ];
}
