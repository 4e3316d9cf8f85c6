/**
 * Hides the user and password of addresses in an error. Errors quote arguments, and an address among them may
 * be there by mistake, so that no configuration holds its password.
 */
export const hideUserinfo = (text: string): string => text.replace(USERINFO, '://<secret>@');

/** Ends at a quote, which encloses the argument. A password may have white space and a further @. */
const USERINFO = /:\/\/(?:(?!['"](?:[\s.,;:]|$)).)*@/gm;
