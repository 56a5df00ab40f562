//! Settings by flag and environment, checked before anything starts: a wrong one stops with one sentence.

use crate::private;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// Runs the team of a business phone system.
#[derive(Parser)]
#[command(name = "teamline", version, about)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Serve the web application
    Serve(ServeArgs),
    /// Bring the database's schema up to date, then stop (serve does it too)
    Migrate(DataArgs),
    /// Make sample accounts with generated teams, to try and to measure
    Sample(SampleArgs),
    /// Print a new setup link for a database without an account
    SetupLink(SetupLinkArgs),
    /// Write a copy of the embedded database to FILE while the server runs
    Backup(BackupArgs),
    /// Prove that the audit log is as it was written
    Audit(AuditArgs),
}

#[derive(Args, Clone)]
pub struct AuditArgs {
    #[command(subcommand)]
    pub what: AuditCommand,
}

#[derive(Subcommand, Clone)]
pub enum AuditCommand {
    /// Follow each account's chain of hashes; ends with 1 when an entry was changed, added or taken away
    Verify(VerifyArgs),
}

#[derive(Args, Clone)]
pub struct VerifyArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Only the accounts with this name
    #[arg(long)]
    pub account: Option<String>,
}

/// Where the data is.
#[derive(Args, Clone)]
pub struct DataArgs {
    /// Folder of the embedded database and of uploads; made when missing
    #[arg(long, env = "TEAMLINE_DATA_DIR", default_value = "data")]
    pub data_dir: PathBuf,
    /// postgres://… for a PostgreSQL database; without it SQLite is embedded in the data folder
    #[arg(long, env = "TEAMLINE_DATABASE_URL")]
    pub database_url: Option<String>,
}

impl DataArgs {
    /// Makes the data folder, closed to others with what is in it. Uploads and mails wait there on PostgreSQL as well.
    pub fn folder(&self) -> Result<(), String> {
        private::folder(&self.data_dir).map_err(|e| {
            format!(
                "the data folder {} can’t be made, or be closed to others: {e}. Choose another with --data-dir.",
                self.data_dir.display()
            )
        })
    }

    /// The address `Db::open` takes. Makes the data folder when SQLite is embedded.
    pub fn database(&self) -> Result<String, String> {
        if let Some(url) = &self.database_url {
            let known = ["postgres://", "postgresql://", "sqlite:"].iter().any(|scheme| url.starts_with(scheme));
            return known.then(|| url.clone()).ok_or_else(|| {
                "--database-url starts with postgres:// for PostgreSQL or sqlite: for a file; leave it out for the embedded database."
                    .to_owned()
            });
        }
        self.folder()?;
        Ok(format!("sqlite:{}", self.data_dir.join("teamline.db").display()))
    }
}

#[derive(Args, Clone)]
pub struct ServeArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "TEAMLINE_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// The address people use, such as https://team.example.com; decides links, cookies and HSTS
    #[arg(long, env = "TEAMLINE_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Believe X-Forwarded-For of the reverse proxy in front; with a number, of so many proxies one behind the other
    #[arg(
        long = "behind-proxy",
        env = "TEAMLINE_BEHIND_PROXY",
        value_name = "PROXIES",
        value_parser = proxies,
        num_args = 0..=1,
        require_equals = true,
        default_value = "0",
        default_missing_value = "1",
        hide_default_value = true
    )]
    pub proxies: u8,
    /// Connections open at once; every open page keeps one
    #[arg(long, env = "TEAMLINE_MAX_CONNECTIONS", default_value_t = 25_000)]
    pub max_connections: usize,
    /// Folder with what the browser loads
    #[arg(long, env = "TEAMLINE_SITE_DIR", default_value = "target/site")]
    pub site_dir: PathBuf,
    /// The mail server, such as smtps://user:password@mail.example.com; without it mails are kept in the data folder
    #[arg(long, env = "TEAMLINE_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// The address mails come from, such as "Teamline <team@example.com>"; made from --public-url when left out
    #[arg(long, env = "TEAMLINE_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// How log lines are written
    #[arg(long, env = "TEAMLINE_LOG", default_value = "human", value_enum)]
    pub log: LogFormat,
}

/// A number of proxies, or the words of a switch.
fn proxies(text: &str) -> Result<u8, String> {
    match text {
        "true" | "yes" | "on" => Ok(1),
        "" | "false" | "no" | "off" => Ok(0),
        number => number
            .parse()
            .ok()
            .filter(|n| *n <= 9)
            .ok_or_else(|| format!("“{number}” is no number of proxies. Write one from 0 to 9.")),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Human,
    Json,
}

impl ServeArgs {
    /// Whether people reach the server over HTTPS.
    pub fn https(&self) -> Result<bool, String> {
        self.public_url.as_deref().map_or(Ok(false), public_url)
    }
}

/// Whether a public address is HTTPS. Links begin with it, so it is a scheme and a host and nothing behind them.
pub fn public_url(url: &str) -> Result<bool, String> {
    let https = match url.split_once("://") {
        Some(("https", _)) => true,
        Some(("http", _)) => false,
        _ => return Err(format!("--public-url is {url}, but starts with https:// or http://.")),
    };
    let parsed = url.parse::<http::Uri>().ok();
    let host = parsed.as_ref().and_then(http::Uri::authority).filter(|of| !of.host().is_empty());
    match (host, parsed.as_ref().map(|uri| (uri.path(), uri.query()))) {
        (Some(_), Some(("/", None))) => Ok(https),
        (Some(_), _) => {
            Err(format!("--public-url is {url}, but links begin with it: leave out what stands behind the host."))
        }
        (None, _) => Err(format!("--public-url is {url}, but names no host. Write it like https://team.example.com.")),
    }
}

/// What is logged when nothing else is asked for.
const LOGGED: &str = "info,sqlx=warn";

/// What is logged: a level, or levels of parts, such as `info,sqlx=warn`. `words`: those of TEAMLINE_LOG_LEVEL.
pub fn log_filter(words: Option<&str>) -> Result<EnvFilter, String> {
    let words = words.filter(|words| !words.trim().is_empty()).unwrap_or(LOGGED);
    // A word that is no level would be taken for the name of a part.
    let is_level = |word: &str| word.trim().parse::<LevelFilter>().is_ok();
    let known = words.split(',').all(|word| is_level(word) || word.contains(['=', '[']));
    EnvFilter::try_new(words)
        .ok()
        .filter(|_| known)
        .ok_or_else(|| format!("TEAMLINE_LOG_LEVEL is {words}, but is one of error, warn, info, debug, trace and off."))
}

#[derive(Args, Clone)]
pub struct SampleArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Members of each account
    #[arg(long, default_value_t = 1_300, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub members: u32,
    /// How many accounts
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub accounts: u32,
    /// Another seed makes another team
    #[arg(long, default_value_t = sample::SEED)]
    pub seed: u64,
    /// Password of the first Administrator of the first account
    #[arg(long, env = "TEAMLINE_SAMPLE_PASSWORD")]
    pub password: Option<String>,
}

#[derive(Args, Clone)]
pub struct SetupLinkArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// The address people use
    #[arg(long, env = "TEAMLINE_PUBLIC_URL", default_value = "http://127.0.0.1:3000")]
    pub public_url: String,
}

#[derive(Args, Clone)]
pub struct BackupArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// File to write; must not exist
    pub file: PathBuf,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies_of(args: &[&str]) -> Option<u8> {
        let cli = Cli::try_parse_from(["teamline", "serve"].iter().chain(args)).ok()?;
        let Command::Serve(args) = cli.command else { return None };
        Some(args.proxies)
    }

    #[test]
    fn a_public_address_is_a_scheme_and_a_host_and_nothing_else() {
        for (url, https) in [
            ("https://team.example.com", true),
            ("https://team.example.com/", true),
            ("http://127.0.0.1:3000", false),
            ("http://[::1]:3000", false),
        ] {
            assert_eq!(public_url(url), Ok(https), "{url}");
        }
        for (url, why) in [
            ("https://", "names no host"),
            ("http:///team", "names no host"),
            ("https://:443", "names no host"),
            ("https://a b", "names no host"),
            ("https://team.example.com/base", "leave out"),
            ("https://team.example.com?x=1", "leave out"),
            ("team.example.com", "starts with"),
            ("ftp://team.example.com", "starts with"),
            ("", "starts with"),
        ] {
            let refused = public_url(url).expect_err(url);
            assert!(refused.contains(why) && refused.starts_with("--public-url is "), "{url}: {refused}");
        }
    }

    #[test]
    fn a_level_that_is_none_is_named_instead_of_ignored() {
        for words in
            [None, Some(""), Some("debug"), Some("WARN"), Some("off"), Some("info,sqlx=debug"), Some("server=trace")]
        {
            assert!(log_filter(words).is_ok(), "{words:?}");
        }
        for words in ["loud", "infoo", "info,loud", "sqlx=loud"] {
            let refused = log_filter(Some(words)).expect_err(words);
            assert!(refused.contains(words) && refused.contains("error, warn, info"), "{refused}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_folders_of_uploads_and_mails_are_closed_also_where_the_database_is_elsewhere() {
        use std::os::unix::fs::PermissionsExt;
        let path = std::env::temp_dir().join(format!("teamline-folders-{}", model::MemberId::new()));
        for folder in ["outbox", "uploads"] {
            std::fs::create_dir_all(path.join(folder)).expect("a folder");
            std::fs::set_permissions(path.join(folder), std::fs::Permissions::from_mode(0o755)).expect("open");
        }
        let data = DataArgs { data_dir: path.clone(), database_url: Some("postgres://localhost/teamline".to_owned()) };
        data.folder().expect("closed");
        let mode = |of: &str| std::fs::metadata(path.join(of)).expect("there").permissions().mode() & 0o777;
        let found = ["", "outbox", "uploads"].map(mode);
        std::fs::remove_dir_all(&path).expect("removed");
        assert_eq!(found, [0o700; 3]);
    }

    #[test]
    fn a2_the_number_of_proxies_in_front_is_a_setting() {
        assert_eq!(proxies_of(&[]), Some(0));
        assert_eq!(proxies_of(&["--behind-proxy"]), Some(1));
        assert_eq!(proxies_of(&["--behind-proxy", "--listen", "127.0.0.1:0"]), Some(1));
        assert_eq!(proxies_of(&["--behind-proxy=2"]), Some(2));
        assert_eq!(proxies_of(&["--behind-proxy=true"]), Some(1));
        assert_eq!(proxies_of(&["--behind-proxy=some"]), None);
    }
}
