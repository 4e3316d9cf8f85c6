/** What is chosen above the dashboard. */
export const CHOSEN = '{job=~"$job", instance=~"$instance"}';
