/** The states of a service (docs.whmcs.com, Products/Services tab of a client). */
export const SERVICE_STATUSES = [
  'Pending',
  'Active',
  'Completed',
  'Suspended',
  'Terminated',
  'Cancelled',
  'Fraud',
] as const;

export type ServiceStatus = (typeof SERVICE_STATUSES)[number];

/** A product that a client has bought. */
export type ShopService = {
  readonly id: number;
  readonly clientId: number;
  readonly productId: number;
  readonly domain: string;
  /** The day of the order, as `YYYY-MM-DD`. */
  readonly registered: string;
  /** By option: the label of the choice, or for an option of kind `quantity` the number. */
  readonly choices: readonly { readonly optionId: number; readonly value: string }[];
  quantity: number;
  status: ServiceStatus;
};

export type NewService = Pick<ShopService, 'productId'> & Partial<Omit<ShopService, 'id'>>;

/** What every service's row tells as the password of its account; nothing that reads the rows may let it out. */
export const SERVICE_PASSWORD = 'service-password-in-clear';
