//! What each command does. Errors are one clear sentence for the terminal.

use crate::config::{BackupArgs, Cli, Command, DataArgs, SampleArgs, SetupLinkArgs};
use app::model::AccountId;
use app::store::Db;
use app::{api, sample, secrets, state};
use std::io::Write;

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
    }
}

/// Opens the database and brings its schema up to date.
pub async fn open(args: &DataArgs) -> Result<Db, String> {
    let url = args.database()?;
    let db = Db::open(&url).await.map_err(|e| format!("the database can’t be opened: {e}. Check --database-url or --data-dir."))?;
    db.migrate().await.map_err(|e| format!("the database’s schema can’t be brought up to date: {e}."))?;
    Ok(db)
}

async fn setup_link(args: SetupLinkArgs) -> Outcome {
    let db = open(&args.data).await?;
    let now = state::system_clock()();
    match api::setup::new_setup_token(&db, now).await.map_err(|e| e.to_string())? {
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
            secrets::check_password(&password, "").map_err(|e| format!("--password: {e}"))?;
            secrets::hash_password(password).await
        }
        None => None,
    };
    let mut made: Vec<AccountId> = Vec::new();
    for n in 0..args.accounts {
        let hash = if n == 0 { hash.as_deref() } else { None };
        let account = sample::new_account(&db, args.seed + u64::from(n), args.members, now, hash)
            .await
            .map_err(|e| format!("the sample team could not be written: {e}"))?;
        made.push(account);
        print!("\r{} of {} accounts with {} members each", n + 1, args.accounts, args.members);
        std::io::stdout().flush().ok();
    }
    println!();
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
    app::store::dialect::backup(&db, &args.file).await.map_err(|e| format!("the copy was not written: {e}"))?;
    db.close().await;
    println!("Wrote {}.", args.file.display());
    Ok(())
}
