import { CHROMIUM } from './chromium.js';
import { testWith } from './tool.js';

/** `test` if Debian's Chromium is installed. */
export const testWithBrowser = testWith({ program: CHROMIUM, remedy: 'run: apt-get install chromium' });
