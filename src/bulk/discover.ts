import type { World } from './world.js';
export async function discoverProducts(
  _o: { readonly config: string; readonly output: string | undefined },
  _w: World,
): Promise<void> {}
