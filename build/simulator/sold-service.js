const SERVICE_STATUSES = [
  "Pending",
  "Active",
  "Completed",
  "Suspended",
  "Terminated",
  "Cancelled",
  "Fraud"
];
const SERVICE_PASSWORD = "service-password-in-clear";
export {
  SERVICE_PASSWORD,
  SERVICE_STATUSES
};
