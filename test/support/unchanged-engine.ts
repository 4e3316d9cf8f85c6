import type { Engine } from '../../src/cli/io.js';

/** Leaves V8 as it is. */
export const UNCHANGED_ENGINE: Engine = { makeRoomForSites() {}, compileEarly() {} };
