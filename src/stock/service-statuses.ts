/** The statuses of a service in WHMCS. */
export const SERVICE_STATUSES = [
  'Pending',
  'Active',
  'Completed',
  'Suspended',
  'Terminated',
  'Cancelled',
  'Fraud',
] as const;
