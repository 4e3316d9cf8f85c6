import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** As Slack's incoming webhooks take it. */
export type SlackMessage = {
  readonly title: string;
  readonly title_link: string;
  readonly text: string;
  readonly color: string;
};
export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};
/** As Alertmanager's webhooks send it. */
export type Page = {
  readonly status: string;
  readonly alerts: readonly { readonly status: string; readonly labels: Readonly<Record<string, string>> }[];
};

/** What poses as Slack, a pager and a mail server, and keeps what it is sent. */
export type Receivers = {
  readonly slackUrl: string;
  readonly pagerUrl: string;
  /** Host and port. */
  readonly smtp: string;
  readonly slack: readonly SlackMessage[];
  readonly pages: readonly Page[];
  readonly mails: readonly Mail[];
  close(): Promise<void>;
};

export type Accepted = { readonly user: string; readonly password: string; readonly token: string };

/** Starts receivers on loopback, of which pager and mail server take only who knows their secrets. */
export async function startReceivers({ user, password, token }: Accepted): Promise<Receivers> {
  const slack: SlackMessage[] = [];
  const pages: Page[] = [];
  const mails: Mail[] = [];

  const web = createServer(async (request, response) => {
    const body = await text(request);
    if (request.url === '/slack') slack.push(...JSON.parse(body).attachments);
    else if (request.headers.authorization === `Bearer ${token}`) pages.push(JSON.parse(body));
    else response.statusCode = 401;
    response.end('ok');
  }).listen(0, '127.0.0.1');
  await once(web, 'listening');
  const { port } = web.address() as AddressInfo;

  const mail = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth(auth, _, done) {
      const known = auth.username === user && auth.password === password;
      done(known ? null : new Error('who are you?'), { user });
    },
    onData(stream, session, done) {
      simpleParser(stream).then((parsed) => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join();
        const { subject = '', text: plain = '', html } = parsed;
        mails.push({ to, subject, text: plain, html: html || '' });
        done();
      }, done);
    },
  });
  mail.on('error', () => {}); // Alertmanager may be stopped while it sends a mail
  const listening = mail.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port: smtpPort } = listening.address() as AddressInfo;

  return {
    slackUrl: `http://127.0.0.1:${port}/slack`,
    pagerUrl: `http://127.0.0.1:${port}/page`,
    smtp: `127.0.0.1:${smtpPort}`,
    slack,
    pages,
    mails,
    async close() {
      await new Promise<void>((resolve) => mail.close(resolve));
      web.closeAllConnections();
      web.close();
      await once(web, 'close');
    },
  };
}
