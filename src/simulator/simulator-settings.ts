/** Versions that differ in what their API shows. */
export const PROFILES = ['7.8', '8.3', '8.12', '9.0'] as const;
export type Profile = (typeof PROFILES)[number];

/** The version that each profile returns for `WhmcsDetails`. */
export const VERSIONS: Readonly<Record<Profile, string>> = {
  '7.8': '7.8.3',
  '8.3': '8.3.2',
  '8.12': '8.12.1',
  '9.0': '9.0.6',
};

/** Quantities came to the API with 8.12 (developers.whmcs.com/api-reference/getproducts, version history). */
export const hasQuantities = (profile: Profile): boolean => profile === '8.12' || profile === '9.0';

export type Credentials = {
  readonly identifier: string;
  readonly secret: string;
  /** `$api_access_key`; lifts the IP restriction. */
  readonly accessKey?: string;
  /**
   * The older login, which some clients still use: an admin's name and the hexadecimal MD5 of the password.
   */
  readonly legacy?: { readonly username: string; readonly passwordMd5: string };
};

export const DEMO_CREDENTIALS = {
  identifier: 'demo-identifier',
  secret: 'demo-secret',
} satisfies Credentials;

export type ListShape = 'list' | 'keyed' | 'bare';
export type EmptyShape = 'list' | 'object' | 'text' | 'null';

/** Switches for behaviour that no public document states, and for known oddities. */
export type Quirks = {
  /** `quantity_available` of a product without stock control. */
  readonly quantityWithoutControl: 'zero' | 'null' | 'absent' | 'left over';
  /** The answer to an unknown product id. */
  readonly unknownPid: 'empty' | 'error';
  readonly unknownActionStatus: number;
  readonly listsRetired: boolean;
  /** Whether choices that an admin has hidden are listed. */
  readonly listsHiddenValues: boolean;
  /** The largest page of `GetClientsProducts`, even if a larger one is requested. */
  readonly largestPage: number;
  /** Whether `GetProducts` returns `startnumber` and `numreturned`: documented, but missing in the sample. */
  readonly countsProducts: boolean;
  /** Whether `stockcontrol`, `qty`, `hidden` and `retired` are shown, as a modified installation may. */
  readonly showsStockControl: boolean;
  /** Whether the storefront API lists hidden and retired products. */
  readonly storeListsHidden: boolean;
  readonly numbersAsText: boolean;
  /** The shape of a list that is not empty. */
  readonly lists: ListShape;
  /** The shape of an empty list. */
  readonly emptyLists: EmptyShape;
  /** Whether empty `customfields` and `configoptions` are `""` instead of an object. */
  readonly emptyHoldersAsText: boolean;
  readonly productUrlKey: 'product-url' | 'product_url';
  readonly entitiesInNames: boolean;
  /** Output before the JSON. */
  readonly prelude: 'none' | 'bom' | 'warning';
  /** Whether the companion is of version 1.0, without the fields that were added later. */
  readonly oldCompanion: boolean;
  /** Why the companion can't count units in use; empty if it can. */
  readonly usageProblem: string;
  /** Why the companion can't read prices; empty if it can. */
  readonly pricesProblem: string;
  /** Why the companion can't read the history of sales; empty if it can. */
  readonly historyProblem: string;
  /** How long the companion says that it counted, in ms. */
  readonly usageMillis: number;
  /** The order in which a caller is checked. */
  readonly checks: readonly ('ip' | 'credentials' | 'action' | 'role')[];
};

export const USUAL_QUIRKS: Quirks = {
  quantityWithoutControl: 'zero',
  unknownPid: 'empty',
  unknownActionStatus: 200,
  listsRetired: true,
  listsHiddenValues: false,
  largestPage: Number.POSITIVE_INFINITY,
  countsProducts: false,
  showsStockControl: false,
  storeListsHidden: false,
  numbersAsText: false,
  lists: 'list',
  emptyLists: 'list',
  emptyHoldersAsText: false,
  productUrlKey: 'product-url',
  entitiesInNames: true,
  prelude: 'none',
  oldCompanion: false,
  usageProblem: '',
  pricesProblem: '',
  historyProblem: '',
  usageMillis: 1,
  checks: ['ip', 'credentials', 'action', 'role'],
};

/** The settings of a running simulator. They can be changed while it runs. */
export type Settings = {
  profile: Profile;
  credentials: Credentials;
  /** Addresses that may call; undefined means all. */
  allowedIps: readonly string[] | undefined;
  /** Whether the files of `deploy/whmcs` are in place. */
  companion: boolean;
  /** Actions that the credential's role grants. */
  roles: readonly string[];
  quirks: Quirks;
};
