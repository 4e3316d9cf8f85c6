import { type Browser, chromium } from 'playwright-core';
import { testWith } from './tool.js';

const PATH = '/usr/bin/chromium';

/** `test` if Debian's Chromium is installed. */
export const testWithBrowser = testWith({ program: PATH, remedy: 'run: apt-get install chromium' });

/** Starts Chromium without a window. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: PATH, args: ['--no-sandbox', '--disable-gpu'] });
