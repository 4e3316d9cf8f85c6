import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from './helm.js';
import type { ImageConfig } from './image/buildah.js';
import { type Container, startContainer } from './image/container.js';

/** The settings with which a kubelet starts the container of a pod. */
export type PodOptions = {
  /** The root of the image. */
  readonly root: string;
  readonly image: ImageConfig;
  /** The name of the pod. */
  readonly name: string;
  /** The folder of each volume, by its name. */
  readonly volumes: Readonly<Record<string, string>>;
  /** The container whose network the pod shares. */
  readonly beside?: Container;
};

/** Starts the container of a Deployment or StatefulSet as a kubelet does. */
export function startPod(workload: Manifest, { root, image, name, volumes, beside }: PodOptions): Container {
  const { containers, securityContext } = workload.spec.template.spec;
  const [{ args, env, volumeMounts }] = containers;
  const mounts = (isReadOnly: boolean) =>
    Object.fromEntries(
      volumeMounts
        .filter(({ readOnly = false }: { readonly readOnly?: boolean }) => readOnly === isReadOnly)
        .map((mount: { readonly mountPath: string; readonly name: string }) => [
          mount.mountPath,
          volumes[mount.name],
        ]),
    );
  const variables = env.map((variable: EnvVar) => `${variable.name}=${readVariable(variable, name)}`);
  const User = `${securityContext.runAsUser}:${securityContext.runAsGroup}`;
  return startContainer(root, { ...image, User }, args, {
    ...{ env: variables, files: mounts(true), volumes: mounts(false) },
    ...(beside && { beside }),
  });
}

type EnvVar = {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly fieldRef: { readonly fieldPath: string } };
};

function readVariable({ value, valueFrom }: EnvVar, podName: string): string {
  if (value !== undefined) return value;
  if (valueFrom?.fieldRef.fieldPath === 'metadata.name') return podName;
  throw new Error(`not supported: ${JSON.stringify(valueFrom)}`);
}

/**
 * Writes the files of a ConfigMap or a Secret as a kubelet does: links through the link `..data`, which is
 * replaced atomically.
 */
export function writeVolume(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  const version = mkdtempSync(join(folder, '..version_'));
  chmodSync(version, 0o755);
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(version, name), text);
    chmodSync(join(version, name), 0o644);
  }
  symlinkSync(version.slice(folder.length + 1), join(folder, '..data_tmp'));
  renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
  for (const name of Object.keys(files)) link(join('..data', name), join(folder, name));
}

function link(target: string, path: string): void {
  try {
    symlinkSync(target, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Creates the folder of a volume that only a group may write to, as a kubelet does for `fsGroup`. */
export function makeStateVolume(folder: string, group: number): void {
  mkdirSync(folder);
  chownSync(folder, 0, group);
  chmodSync(folder, 0o2775);
}
