/** The selection above the dashboard. */
export const CHOSEN = '{job=~"$job", instance=~"$instance"}';
