import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** As the image's own configuration has it. */
export type ImageConfig = {
  readonly User: string;
  readonly WorkingDir: string;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly ExposedPorts: Readonly<Record<string, unknown>>;
  readonly Labels: Readonly<Record<string, string>>;
  readonly Healthcheck: { readonly Test: readonly string[] };
};

export type Buildah = {
  /** Makes an image of one layer out of a folder. */
  readonly make: (name: string, root: string, env: readonly string[]) => Promise<void>;
  /** Builds the Dockerfile of a folder. */
  readonly build: (name: string, folder: string, ...flags: readonly string[]) => Promise<void>;
  readonly inspect: (name: string) => Promise<ImageConfig>;
  /** Bytes of each layer, the lowest first. */
  readonly layers: (name: string) => Promise<readonly number[]>;
  /** The root of a new container of the image. */
  readonly mount: (name: string) => Promise<string>;
  /** Removes all images and containers. */
  readonly close: () => Promise<void>;
};

const MOST_OUTPUT = 2 ** 26;

/** A buildah with a store of its own, which needs neither a daemon nor a registry. */
export async function openBuildah(): Promise<Buildah> {
  const store = await mkdtemp(join(tmpdir(), 'buildah-'));
  const policy = join(store, 'policy.json');
  await writeFile(policy, JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }] }));
  const global = ['--root', `${store}/root`, '--runroot', `${store}/run`, '--storage-driver', 'vfs'];
  const trust = ['--signature-policy', policy];

  async function buildah(command: string, ...argv: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)('buildah', [...global, command, ...argv], {
      maxBuffer: MOST_OUTPUT,
      env: { ...process.env, BUILDAH_ISOLATION: 'chroot' },
    });
    return stdout.trim();
  }

  return {
    async make(name, root, env) {
      const container = await buildah('from', 'scratch');
      await buildah('copy', '--quiet', container, root, '/');
      if (env.length > 0) await buildah('config', ...env.flatMap((one) => ['--env', one]), container);
      await buildah('commit', ...trust, '--quiet', '--rm', container, name);
    },
    async build(name, folder, ...flags) {
      const form = ['--format', 'docker']; // the only one that knows HEALTHCHECK
      await buildah('bud', ...trust, '--pull-never', ...form, ...flags, '--tag', name, folder);
    },
    async inspect(name) {
      const { Docker } = JSON.parse(await buildah('inspect', '--type', 'image', name));
      return Docker.config;
    },
    async layers(name) {
      const folder = join(store, 'layers');
      await buildah('push', ...trust, '--quiet', '--disable-compression', name, `dir:${folder}`);
      const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
      return manifest.layers.map(({ size }: { size: number }) => size);
    },
    mount: async (name) => buildah('mount', await buildah('from', ...trust, '--pull-never', name)),
    async close() {
      await buildah('rm', '--all');
      await rm(store, { recursive: true, force: true });
    },
  };
}
