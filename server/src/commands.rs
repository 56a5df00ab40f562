//! What each command does. Errors are one clear sentence for the terminal.

use crate::config::{
    AuditArgs, AuditCommand, BackupArgs, Cli, Command, DataArgs, SampleArgs, SetupLinkArgs, VerifyArgs, public_url,
};
use actions::accounts::setup;
use actions::{secrets, state};
use sample;
use std::io::Write;
use store::Db;

pub type Outcome = Result<(), String>;

pub async fn run(cli: Cli) -> Outcome {
    match cli.command {
        Command::Serve(args) => crate::serve::serve(args).await,
        Command::Migrate(args) => {
            open(&args).await?.close().await;
            println!("The database is up to date.");
            Ok(())
        }
        Command::Sample(args) => make_samples(args).await,
        Command::SetupLink(args) => setup_link(args).await,
        Command::Backup(args) => backup(args).await,
        Command::Audit(AuditArgs { what: AuditCommand::Verify(args) }) => verify(args).await,
    }
}

/// Opens the database and brings its schema up to date.
pub async fn open(args: &DataArgs) -> Result<Db, String> {
    let url = args.database()?;
    let db = Db::open(&url)
        .await
        .map_err(|e| format!("the database can’t be opened: {e}. Check --database-url or --data-dir."))?;
    db.migrate().await.map_err(|e| format!("the database’s schema can’t be brought up to date: {e}."))?;
    Ok(db)
}

async fn setup_link(args: SetupLinkArgs) -> Outcome {
    public_url(&args.public_url)?;
    let db = open(&args.data).await?;
    let now = state::system_clock()();
    match setup::new_setup_token(&db, now).await.map_err(|e| e.to_string())? {
        Some(token) => println!("{}/setup?token={token}", args.public_url.trim_end_matches('/')),
        None => return Err("there is an account already, so there is nothing to set up. Sign in instead.".into()),
    }
    db.close().await;
    Ok(())
}

async fn make_samples(args: SampleArgs) -> Outcome {
    let db = open(&args.data).await?;
    let now = state::system_clock()();
    let hash = match args.password {
        Some(password) => {
            secrets::check_password(&password, secrets::Owner::default()).map_err(|e| format!("--password: {e}"))?;
            Some(secrets::hash_password(password).await.map_err(|e| e.to_string())?)
        }
        None => None,
    };
    let progress = |done: u64, total: u64| {
        print!("\r{done} of {total} accounts");
        std::io::stdout().flush().ok();
    };
    sample::new_accounts(&db, args.seed, args.accounts.into(), args.members.into(), now, hash.as_deref(), &progress)
        .await
        .map_err(|e| format!("the sample team could not be written: {e}"))?;
    if hash.is_some() {
        println!("Sign in as {}.", sample::FIRST_SIGN_IN);
    }
    db.close().await;
    Ok(())
}

async fn backup(args: BackupArgs) -> Outcome {
    if args.file.exists() {
        return Err(format!("{} exists already. Choose another name.", args.file.display()));
    }
    let db = Db::open(&args.data.database()?).await.map_err(|e| e.to_string())?;
    store::dialect::backup(&db, &args.file).await.map_err(|e| format!("the copy was not written: {e}"))?;
    db.close().await;
    println!("Wrote {}.", args.file.display());
    Ok(())
}

/// Proves each account's audit log, a line for each (G1).
async fn verify(args: VerifyArgs) -> Outcome {
    let db = Db::open(&args.data.database()?).await.map_err(|e| format!("the database can’t be opened: {e}."))?;
    let proofs =
        proofs(&db, args.account.as_deref()).await.map_err(|e| format!("the audit log can’t be read: {e}."))?;
    for proof in &proofs {
        println!("{proof}");
    }
    db.close().await;
    let broken = proofs.iter().filter(|p| p.broken.is_some()).count();
    match (proofs.len(), broken) {
        (0, _) => Err("there is no such account. Names are told apart by capital letters.".to_owned()),
        (_, 0) => Ok(()),
        (_, 1) => Err("1 account’s audit log is not as it was written.".to_owned()),
        (_, n) => Err(format!("{n} accounts’ audit logs are not as they were written.")),
    }
}

/// What the proof of one account's log found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub account: String,
    pub entries: i64,
    /// The first entry that is not as it was written, by its number.
    pub broken: Option<i64>,
}

impl std::fmt::Display for Proof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Proof { account, entries, broken } = self;
        match broken {
            None => write!(f, "{account}: {entries} entries, all as they were written"),
            Some(number) => write!(f, "{account}: {entries} entries, BROKEN at entry {number}"),
        }
    }
}

/// Proves the logs of all accounts, or of those with this name.
pub async fn proofs(db: &Db, name: Option<&str>) -> store::error::StoreResult<Vec<Proof>> {
    let mut tx = db.read().await?;
    let mut proofs = Vec::new();
    for log in store::audit::proof::logs(&mut tx).await? {
        if name.is_none_or(|name| name == log.name) {
            let broken = store::audit::proof::first_broken(&mut tx, log.account).await?;
            proofs.push(Proof { account: log.name, entries: log.entries, broken });
        }
    }
    Ok(proofs)
}
