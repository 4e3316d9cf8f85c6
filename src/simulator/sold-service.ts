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
  /** The label of the choice per option, or the number for an option of kind `quantity`. */
  readonly choices: readonly { readonly optionId: number; readonly value: string }[];
  quantity: number;
  status: ServiceStatus;
};

export type NewService = Pick<ShopService, 'productId'> & Partial<Omit<ShopService, 'id'>>;

/** The account password in every service's row. Nothing that reads the rows may show it. */
export const SERVICE_PASSWORD = 'service-password-in-clear';
