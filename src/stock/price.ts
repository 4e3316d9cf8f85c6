/** The cycles that WHMCS bills by, and a single payment. */
export type BillingCycle =
  | 'monthly'
  | 'quarterly'
  | 'semiannually'
  | 'annually'
  | 'biennially'
  | 'triennially'
  | 'onetime';

/** What a product costs per cycle, in one currency. */
export type Price = {
  /** The code of the currency, such as USD. */
  readonly currency: string;
  readonly cycle: BillingCycle;
  readonly amount: number;
};
