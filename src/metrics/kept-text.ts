/** A text that is rendered once, and again after it is outdated. */
export type KeptText = {
  /** Returns the text. A failure is not kept, so that the next reader tries again. */
  readonly read: () => Promise<string>;
  readonly outdate: () => void;
};

/** Keeps the text that a function renders. */
export function keepText(render: () => Promise<string>): KeptText {
  let text: Promise<string> | undefined;
  const outdate = () => {
    text = undefined;
  };
  return {
    outdate,
    read() {
      text ??= render().catch((error) => {
        outdate();
        throw error;
      });
      return text;
    },
  };
}
