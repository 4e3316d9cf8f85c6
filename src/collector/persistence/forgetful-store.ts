import type { KnowledgeStore } from '../site-memory.js';

/**
 * Creates the store of an exporter without a persistence file: a restart forgets everything. It logs once
 * what the file would save, as soon as that matters.
 */
export function createForgetfulStore(log: { info(fields: object, message: string): void }): KnowledgeStore {
  let isLogged = false;
  return {
    recall: () => undefined,
    async keep({ name }, { memory: { last } }) {
      if (isLogged || !last?.catalogue.products.some(({ isRemembered }) => isRemembered)) return;
      isLogged = true;
      log.info(
        { site: name },
        'some stock rests on earlier readings, which a restart forgets; --persistence.file would keep them',
      );
    },
    retain() {},
  };
}
