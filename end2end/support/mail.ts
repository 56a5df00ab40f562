// A real mail server for the tests: takes what the server sends over SMTP and gives it to the test, parsed.
import PostalMime from "postal-mime";
// @ts-expect-error: the package brings no types.
import { SMTPServer } from "smtp-server";
import type { AddressInfo } from "node:net";

export type Mail = {
  to: string;
  from: string;
  subject: string;
  text: string;
  html: string;
  /** The address of its button. */
  link: string;
};

export type MailServer = {
  /** For `TEAMLINE_SMTP_URL`. */
  url: string;
  /** The next mail to this address that no test has asked for yet. */
  next: (to: string) => Promise<Mail>;
  /** How many mails came to this address so far. */
  count: (to: string) => number;
  /** From now on refuses everything for this address, for good. */
  refuse: (to: string) => void;
  stop: () => Promise<void>;
};

const ARRIVES_WITHIN_MS = 20_000;

/** Starts a mail server on a free port. */
export async function startMailServer(): Promise<MailServer> {
  const mails: Mail[] = [];
  const taken = new Set<Mail>();
  const refused = new Set<string>();
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo(address: { address: string }, _session: unknown, done: (error?: Error) => void) {
      const error = refused.has(address.address) ? Object.assign(new Error("No such mailbox"), { responseCode: 550 }) : undefined;
      done(error);
    },
    onData(stream: NodeJS.ReadableStream, _session: unknown, done: (error?: Error) => void) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        PostalMime.parse(Buffer.concat(chunks)).then((it) => {
          mails.push({
            to: it.to?.[0]?.address ?? "",
            from: it.from?.address ?? "",
            subject: it.subject ?? "",
            text: it.text ?? "",
            html: it.html ?? "",
            link: it.text?.match(/^https?:\/\/\S+$/m)?.[0] ?? "",
          });
          done();
        }, done);
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  const { port } = smtp.server.address() as AddressInfo;
  const next = async (to: string): Promise<Mail> => {
    const until = Date.now() + ARRIVES_WITHIN_MS;
    while (Date.now() < until) {
      const mail = mails.find((it) => it.to === to && !taken.has(it));
      if (mail) {
        taken.add(mail);
        return mail;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no mail to ${to} within ${ARRIVES_WITHIN_MS} ms; there are ${mails.map((it) => `${it.to}: ${it.subject}`).join(", ")}`);
  };
  return {
    url: `smtp://127.0.0.1:${port}`,
    next,
    count: (to) => mails.filter((it) => it.to === to).length,
    refuse: (to) => refused.add(to),
    stop: () => new Promise((resolve) => smtp.close(() => resolve())),
  };
}
