import { open } from 'node:fs/promises';

/** Syncs a folder, so that a rename in it survives a power loss. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
