import type { DocumentOptions, ParseOptions, SchemaOptions } from 'yaml';

/** How a configuration is parsed that was found good already: keys that stand twice are not looked for again, which takes long. */
export const PARSING: DocumentOptions & ParseOptions & SchemaOptions = {
  prettyErrors: false,
  logLevel: 'error',
  uniqueKeys: false,
};
