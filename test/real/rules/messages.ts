import type { Message } from './series.js';

/** What each alert says, in the first case in which it fires alone. */
export const MESSAGES: Readonly<Record<string, Message>> = {};
