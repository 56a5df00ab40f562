//! Applying an import: everything in one transaction, planned again inside of it, with one entry of the audit log and an item of it
//! for each member, by which it is told and taken back (I1, G1, K6).

use crate::imports::job::*;
use model::error::AppError;
use model::error::AppResult;
use store::accounts;

/// Writes every ready row in this transaction, planned anew from what it sees (K4): the good ones go in, the others are reported.
/// Refused as a whole: rows with errors when asked for all or nothing, missing seats (S1), and an import that is not being applied.
pub async fn apply(
    tx: &mut Tx,
    uploads: &Uploads,
    settings: &AccountSettings,
    by: &By,
    id: ImportId,
    now: Instant,
    wrote: &(dyn Fn(usize) + Sync),
) -> AppResult<ImportOutcome> {
    // Triggers date what is charged from now on (S5).
    dialect::set_clock(tx, now).await?;
    let (plan, known, choices) = planned(tx, uploads, settings, &by.actor, id).await?;
    let account = settings.id;
    let summary = plan.summary.clone();
    let refused = summary.plan.refused_members();
    if choices.whole && refused > 0 {
        let rows = if refused == 1 { "1 row has".to_owned() } else { format!("{refused} rows have") };
        return Err(AppError::Refused(format!(
            "{rows} errors, so nothing was imported, as you asked. Fix them, or import the others."
        )));
    }
    if let Some(need) = summary.missing(&billing::seats(tx, account).await?).first() {
        return Err(AppError::Refused(format!(
            "{} {} seats are missing, so nothing was imported. Add them first.",
            need.more, need.plan
        )));
    }
    let shown: Vec<_> = plan.rows.iter().map(|r| r.shown.clone()).collect();
    let (created, updated) = split(plan);
    let name = by.actor.name.full();
    let inviter = Inviter { id: by.actor.member, name: &name };
    if let Some(longer) = summary.lengthening.as_ref().filter(|l| l.chosen) {
        lengthen(tx, settings, by, longer.digits, now).await?;
    }
    let changed: Vec<MemberId> = updated.iter().map(|u| u.member).collect();
    let before = member_before::read(tx, account, by.actor.member, &changed).await?;
    write::update(tx, account, &updated, &known, wrote).await.map_err(refusal)?;
    let ids = write::create(tx, account, &inviter, &created, &known, now, wrote).await.map_err(refusal)?;
    let touched: Vec<MemberId> = ids.iter().copied().chain(changed).collect();
    let after = member_before::read(tx, account, by.actor.member, &touched).await?;
    let item = |id: &MemberId| {
        Some(member_before::item(after.get(id)?, member_before::difference(before.get(id), after.get(id)?)))
    };
    let items: Vec<_> = touched.iter().filter_map(item).collect();

    let place = audit::place(tx, account).await?;
    audit::items::write(tx, account, place.number, &items).await?;
    let (count, digest) = audit::items::digest(tx, account, place.number).await?;
    let (file, reversible) = (summary.plan.to.clone(), !items.is_empty());
    let (new, changed, already) = (created.len() as u64, touched.len() as u64, summary.plan.already);
    let changes = [
        (Field::Added, new),
        (Field::Changed, changed - new),
        (Field::LeftAsTheyWere, already),
        (Field::Refused, refused),
    ]
    .map(|(field, n)| Change::to(field, Value::Count(n)));
    let subject = Subject { about: About::Import(id), name: file.clone() };
    let action = AuditAction::Import;
    let written = New { author: &by.author, action, subject: &subject, changes: &changes, reversible, now };
    let entry = audit::append_at(tx, account, place, &written, &More { items: count, digest, undoes: None }).await?;
    let (kind, undo, single) = (BulkKind::Import, false, false);
    let done = BulkOutcome { kind, to: file, changed, already, refused, entry, reversible, undo, single, new };
    wrote(touched.len());
    let outcome = ImportOutcome { done, by: by.author.name.clone(), at: now };
    search::reindex(tx, account, &touched).await?;
    wrote(touched.len());
    imports::replace_rows(tx, account, id, &shown).await?;
    if !imports::applied(tx, account, id, &summary, &outcome).await? {
        return Err(AppError::Conflict("This import was made already. Nothing was done twice.".to_owned()));
    }
    Ok(outcome)
}

/// The account's extensions get the length that the file's have, as was chosen on the page (M11).
async fn lengthen(tx: &mut Tx, settings: &AccountSettings, by: &By, digits: u8, now: Instant) -> AppResult<()> {
    let permit = check(&by.actor, Action::ChangeSettings, Target::Account)?;
    accounts::set_extension_digits(tx, settings.id, &permit, digits).await?;
    let subject = Subject::account(settings.id, &settings.name);
    let count = |digits: u8| Value::Count(u64::from(digits));
    let change = Change::new(Field::ExtensionDigits, count(settings.extension_digits), count(digits));
    audit::append(tx, settings.id, &by.author, AuditAction::AccountExtensions, &subject, &[change], false, now).await?;
    Ok(())
}

#[allow(clippy::vec_box)] // As the plan holds them: moving rows of many fields again would only cost.
fn split(plan: ImportCheck) -> (Vec<Box<Create>>, Vec<Box<Update>>) {
    let (mut created, mut updated) = (Vec::new(), Vec::new());
    for row in plan.rows {
        match row.change {
            Some(RowChange::Create(c)) => created.push(c),
            Some(RowChange::Update(u)) => updated.push(u),
            None => {}
        }
    }
    (created, updated)
}

/// What the database's own rules say, in words: they hold also against what this transaction could not see.
fn refusal(error: StoreError) -> AppError {
    let sentence = match &error {
        StoreError::Constraint(name) => match name.as_str() {
            "seats_not_oversold" => {
                "Seats were taken by others meanwhile, so nothing was imported. Check again, then add what is missing."
            }
            "members_sign_in_taken" => "A sign-in name was taken meanwhile, so nothing was imported. Check again.",
            "extensions_taken" => "An extension was taken meanwhile, so nothing was imported. Check again.",
            "numbers_one_destination" => "A number was assigned meanwhile, so nothing was imported. Check again.",
            "last_administrator" => {
                "The account would be left without an Administrator, so nothing was imported. Leave one in the file."
            }
            _ => return error.into(),
        },
        _ => return error.into(),
    };
    AppError::Refused(sentence.to_owned())
}
