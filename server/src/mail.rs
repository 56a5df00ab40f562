//! The mail job: hands over what waits in the outbox, at once after a change and by the clock. Several servers may run
//! it: each takes other mails. Without a mail server, mails are kept as files and their links printed, to try everything.

use actions::state::AppState;
use lettre::message::header::Date;
use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use model::EmailAddress;
use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};
use store::StoreError;
use store::outbox;
use store::outbox::Due;

/// Ten of a batch fit the outbox's lease of 5 minutes.
const HANDED_OVER_WITHIN: Duration = Duration::from_secs(20);
/// How often the outbox is looked into when nothing happens: for retries, and for mails of other servers.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// Where mails go.
pub enum Post {
    /// To an SMTP server.
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    /// Into a folder, as .eml files.
    Folder(PathBuf),
}

/// The job's settings, checked before the server starts.
pub struct Mailer {
    post: Post,
    from: Mailbox,
}

/// Why a mail was not handed over, and whether trying again is of use.
struct Refused {
    why: String,
    for_good: bool,
}

impl Mailer {
    /// From `--smtp-url`, `--mail-from` (else made from the site's own name) and the data folder. Errors are sentences for
    /// the terminal.
    pub fn new(
        smtp_url: Option<&str>,
        from: Option<&str>,
        site: Option<&str>,
        data_dir: &std::path::Path,
    ) -> Result<Mailer, String> {
        let host = site
            .and_then(|site| site.parse::<http::Uri>().ok()?.host().map(str::to_owned))
            .unwrap_or_else(|| "localhost".to_owned());
        let from = from.map_or_else(|| format!("Teamline <teamline@{host}>"), str::to_owned);
        let from: Mailbox = from.parse().map_err(|e| {
            format!("--mail-from is {from}, which can’t be read: {e}. Write \"Teamline <team@example.com>\".")
        })?;
        let post = match smtp_url {
            None => Post::Folder(data_dir.join("outbox")),
            // The address may hold a password, so it isn't repeated.
            Some(url) => {
                let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|e| {
                    format!("--smtp-url can’t be read: {e}. Write smtps://user:password@mail.example.com or smtp://localhost:25.")
                })?;
                Post::Smtp(Box::new(smtp.timeout(Some(HANDED_OVER_WITHIN)).build()))
            }
        };
        Ok(Mailer { post, from })
    }

    fn message(&self, due: &Due) -> Result<Message, Refused> {
        let for_good = |why: String| Refused { why, for_good: true };
        let to = EmailAddress::parse(&due.recipient).map_err(|e| for_good(e.to_string()))?.in_ascii_domain();
        let to: lettre::Address = to.parse().map_err(|e| for_good(format!("the address can’t be written to: {e}")))?;
        let sent = UNIX_EPOCH + Duration::from_micros(u64::try_from(due.created_at).unwrap_or_default());
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&due.subject)
            .header(Date::from(sent))
            // The same on every try, so that a mail that arrives twice can be told.
            .message_id(Some(format!("<{}@{}>", due.id, self.from.email.domain())))
            .multipart(MultiPart::alternative_plain_html(due.body_text.clone(), due.body_html.clone()))
            .map_err(|e| for_good(e.to_string()))
    }

    async fn hand_over(&self, due: &Due) -> Result<(), Refused> {
        let message = self.message(due)?;
        match &self.post {
            Post::Smtp(smtp) => match tokio::time::timeout(HANDED_OVER_WITHIN, smtp.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(Refused { for_good: is_for_good(&error), why: words(&error) }),
                Err(_) => Err(Refused { why: "the mail server did not answer in time".into(), for_good: false }),
            },
            Post::Folder(folder) => {
                keep(folder, due, &message.formatted()).map_err(|e| Refused { why: e.to_string(), for_good: false })
            }
        }
    }
}

/// The mail server refused it for good, or the mail can't be put in the words this server takes (an address of other
/// letters without SMTPUTF8): the next try would end the same.
fn is_for_good(error: &lettre::transport::smtp::Error) -> bool {
    error.is_permanent() || error.is_client()
}

/// The mail server's own sentence when it gave one, else what went wrong. What was refused before anything was sent is no
/// fault of the network.
fn words(error: &lettre::transport::smtp::Error) -> String {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    match cause {
        Some(_) if error.is_client() => {
            "the mail server takes no addresses with letters other than a to z before the @".to_owned()
        }
        Some(cause) if error.is_permanent() || error.is_transient() => cause,
        Some(cause) => format!("the mail server can’t be reached ({cause})"),
        None => error.to_string(),
    }
}

/// Writes a mail as a file that mail programs open, and prints its link: that is all there is to see without a mail server.
fn keep(folder: &std::path::Path, due: &Due, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let file = folder.join(format!("{}.eml", due.id));
    std::fs::write(&file, bytes)?;
    let link =
        due.body_text.lines().find(|line| line.starts_with("http")).map(|link| format!(", {link}")).unwrap_or_default();
    println!("mail kept in {}: {} for {}{link}", file.display(), due.subject, due.recipient);
    Ok(())
}

/// Runs until the server stops.
pub async fn run(state: AppState, mailer: Mailer) {
    loop {
        if let Err(error) = actions::invitations::write_letters(&state).await {
            tracing::warn!(%error, "invitations of an import not written");
        }
        match batch(&state, &mailer).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::warn!(%error, "the outbox can’t be read"),
        }
        let _timed_out = tokio::time::timeout(LOOK_EVERY, state.mail.notified()).await;
    }
}

/// Hands over one batch and says how many mails it had.
async fn batch(state: &AppState, mailer: &Mailer) -> Result<usize, StoreError> {
    let mut tx = state.db.read().await?;
    if !outbox::any_due(&mut tx, state.now()).await? {
        return Ok(0);
    }
    drop(tx);
    let mut tx = state.db.write().await?;
    let due = outbox::take(&mut tx, state.now()).await?;
    tx.commit().await?;
    for mail in &due {
        let result = mailer.hand_over(mail).await;
        let mut tx = state.db.write().await?;
        match result {
            Ok(()) => outbox::sent(&mut tx, mail.id).await?,
            Err(refused) => {
                tracing::warn!(mail = %mail.id, try_number = mail.attempts + 1, for_good = refused.for_good, why = %refused.why.escape_debug(), "mail not delivered");
                outbox::failed(&mut tx, mail, &refused.why, refused.for_good, state.now()).await?;
            }
        }
        tx.commit().await?;
    }
    Ok(due.len())
}
