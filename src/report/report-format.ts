/** The formats of a report; `mail` is a message for `sendmail -t`. */
export const REPORT_FORMATS = ['text', 'html', 'mail', 'json', 'csv'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];
