/** What a shop starts with. */
export type Stocked = {
  readonly quantity: number;
  readonly stockControl: boolean;
  readonly hidden: boolean;
  readonly kinds: readonly ('dropdown' | 'yesno' | 'quantity')[];
};

/** What happens to a shop. Numbers are taken modulo what there is. */
export type Happening =
  | {
      readonly kind: 'sell' | 'restock' | 'toggle control' | 'hide' | 'list' | 'swap names' | 'odd';
      readonly product: number;
      readonly part: 'stock' | 'name' | 'group' | 'options' | 'row';
    }
  | {
      readonly kind: 'buy' | 'rename' | 'delete choice' | 'hide choice';
      readonly product: number;
      readonly choice: number;
    }
  | { readonly kind: 'cancel' | 'garble'; readonly service: number }
  | { readonly kind: 'break' | 'repair'; readonly action: string }
  | { readonly kind: 'refuse companion' };

/** What is true of a product at one time. */
export type Truth = {
  readonly quantity: number;
  readonly stockControl: boolean;
  /** Units in use. */
  readonly units: number;
  /** Units in use by the id of the choice, also of one that was deleted. */
  readonly held: ReadonlyMap<number, number>;
  /** Units in use of the combination. */
  readonly combined: number;
  /** Names of choices without the stock in them. */
  readonly names: ReadonlyMap<number, string>;
  /** The stock in names of choices, where there is one. */
  readonly named: ReadonlyMap<number, number>;
  /** The ids of hidden choices. */
  readonly hidden: ReadonlySet<number>;
  /** Whether every service names a choice that there is. */
  readonly isReadable: boolean;
  /** How often the companion has listed it. */
  readonly listings: number;
};
