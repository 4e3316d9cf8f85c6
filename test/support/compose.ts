import { cp, mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';

/** Where the compose file lies, and its paths begin. */
export const COMPOSE_FOLDER = resolve('deploy');

type SecretUse = string | { readonly source: string; readonly target: string };

export type Service = {
  readonly image: string;
  readonly build?: { readonly context: string };
  readonly command?: readonly string[];
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly env_file?: readonly { readonly path: string; readonly required: boolean }[];
  readonly ports?: readonly string[];
  readonly secrets?: readonly SecretUse[];
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly networks?: { readonly default: { readonly aliases: readonly string[] } };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
};

export type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
};

/**
 * The compose file as Compose reads it: anchors merged, variables put in.
 *
 * @param env what `.env` says.
 */
export async function readCompose(env: Readonly<Record<string, string>> = {}): Promise<Compose> {
  const text = await readFile(join(COMPOSE_FOLDER, 'docker-compose.yml'), 'utf8');
  const put = text.replace(
    /\$\{(\w+)(?::-([^}]*))?\}/g,
    (_, name: string, otherwise = '') => env[name] || otherwise,
  );
  return parse(put, { merge: true });
}

export type Mount = {
  /** The file or folder of this machine. */
  readonly from: string;
  /** Where the container sees it. */
  readonly to: string;
};

/** The files and folders of this machine that a service sees, secrets among them. Its volumes are not. */
export function mountsOf(compose: Compose, name: string): readonly Mount[] {
  const { volumes = [], secrets = [] } = serviceOf(compose, name);
  const files = volumes.flatMap((volume) => {
    const [from = '', to = ''] = volume.split(':');
    return from.startsWith('.') || from.startsWith('/') ? [{ from: resolve(COMPOSE_FOLDER, from), to }] : [];
  });
  const secret = (use: SecretUse) => {
    const { source, target } = typeof use === 'string' ? { source: use, target: `/run/secrets/${use}` } : use;
    return { from: resolve(COMPOSE_FOLDER, compose.secrets[source]?.file ?? source), to: target };
  };
  return [...files, ...secrets.map(secret)];
}

/** Copies what a service sees to where it sees it, under a folder that stands for its root. */
export async function layOut(compose: Compose, name: string, root: string): Promise<void> {
  for (const { from, to } of mountsOf(compose, name)) {
    await mkdir(dirname(join(root, to)), { recursive: true });
    await cp(from, join(root, to), { recursive: true });
  }
}

/** @throws {Error} where there is no such service. */
export function serviceOf({ services }: Compose, name: string): Service {
  const service = services[name];
  if (!service) throw new Error(`no service ${name}`);
  return service;
}
