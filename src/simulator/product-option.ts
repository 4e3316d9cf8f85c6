/** WHMCS's names for the kinds of a configurable option: a number in a product, a word in a service. */
export const OPTION_KINDS = { dropdown: '1', radio: '2', yesno: '3', quantity: '4' } as const;

/** One of the choices that an option offers. */
export type OptionValue = {
  readonly id: number;
  readonly name: string;
  readonly monthly: string;
  /** An admin may hide a choice without deleting it. */
  readonly hidden?: boolean;
};

/** A configurable option of a product. WHMCS keeps no stock for it. */
export type ProductOption = {
  readonly id: number;
  readonly name: string;
  readonly kind: keyof typeof OPTION_KINDS;
  readonly values: readonly OptionValue[];
  /** Only options of kind `quantity` use these. */
  readonly minQuantity?: number;
  readonly maxQuantity?: number;
};
