/** Versions that differ in what their API shows. */
export const PROFILES = ['7.8', '8.3', '8.12', '9.0'] as const;
export type Profile = (typeof PROFILES)[number];

/** What each profile calls itself to `WhmcsDetails`. */
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
  /** The older way in, which some clients still use: an admin's name and the MD5 of the password, in hexadecimal. */
  readonly legacy?: { readonly username: string; readonly passwordMd5: string };
};

export const DEMO_CREDENTIALS = {
  identifier: 'demo-identifier',
  secret: 'demo-secret',
} satisfies Credentials;

export type ListShape = 'list' | 'keyed' | 'bare';
export type EmptyShape = 'list' | 'object' | 'text' | 'null';

/** Switches for what no public text settles, and for the oddities that are seen. */
export type Quirks = {
  /** `quantity_available` of a product without stock control. */
  readonly quantityWithoutControl: 'zero' | 'null' | 'absent' | 'left over';
  /** The answer to a product id that is not there. */
  readonly unknownPid: 'empty' | 'error';
  readonly unknownActionStatus: number;
  readonly listsRetired: boolean;
  /** Whether choices of options are listed that an admin has hidden. */
  readonly listsHiddenValues: boolean;
  /** The most services that one page of `GetClientsProducts` holds, whatever is asked for. */
  readonly largestPage: number;
  /** Whether `GetProducts` tells `startnumber` and `numreturned`, which are documented and missing in the sample. */
  readonly countsProducts: boolean;
  /** Whether `stockcontrol`, `qty`, `hidden` and `retired` are shown, as a modified installation may. */
  readonly showsStockControl: boolean;
  /** Whether the storefront API lists hidden and retired products. */
  readonly storeListsHidden: boolean;
  readonly numbersAsText: boolean;
  /** How a list with something in it is written. */
  readonly lists: ListShape;
  /** How an empty list is written. */
  readonly emptyLists: EmptyShape;
  /** Whether `customfields` and `configoptions` that hold nothing come as `""` in place of an object. */
  readonly emptyHoldersAsText: boolean;
  readonly productUrlKey: 'product-url' | 'product_url';
  readonly entitiesInNames: boolean;
  /** What stands before the JSON. */
  readonly prelude: 'none' | 'bom' | 'warning';
  /** The order in which a caller is looked at. */
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
  checks: ['ip', 'credentials', 'action', 'role'],
};

/** What a running simulator goes by; all of it can be changed while it runs. */
export type Settings = {
  profile: Profile;
  credentials: Credentials;
  /** Addresses that may call; undefined lets all. */
  allowedIps: readonly string[] | undefined;
  /** Whether the files of `deploy/whmcs` are in place. */
  companion: boolean;
  /** Actions that the credential's role grants. */
  roles: readonly string[];
  quirks: Quirks;
};
