//! The preview as people read it (K3): how many change, who, from what to what, who stays and why.

use crate::pages::use_me;
use crate::ui::words::{grouped, hue, isolated};
use crate::ui::{Avatar, AvatarSize, Icon, IconName, Notice, NoticeKind};
use leptos::prelude::*;
use model::billing::prices::PriceBook;
use model::bulk::{BulkKind, BulkPreview, PreviewRow, RowOutcome};

/// Summary, rows and notes of a preview.
#[component]
pub fn Preview(preview: BulkPreview) -> impl IntoView {
    let (head, rest) = (preview.summary_head(), preview.summary_rest());
    let semicolon = if rest.is_empty() { "." } else { ";" };
    let kind = preview.kind;
    let book = use_me().with_untracked(|me| me.account.prices);
    let more = (preview.change + preview.already + preview.refused_members()).saturating_sub(preview.rows.len() as u64);
    let rows: Vec<AnyView> = preview.rows.into_iter().map(|it| row(kind, it)).collect();
    let reasons: Vec<AnyView> = if more == 0 {
        Vec::new()
    } else {
        preview
            .refused
            .iter()
            .map(|r| view! { <li>{grouped(r.members)}": "{r.sentence.clone()}</li> }.into_any())
            .collect()
    };
    view! {
        <section aria-label="Preview">
            <p class="pv__sum" role="status">
                <b>{head}{semicolon}</b>
                " "
                {rest}
            </p>
            <ul class="pvlist">{rows}</ul>
            {(more > 0).then(|| view! { <p class="pv__more">{format!("and {} more", grouped(more))}</p> })}
            {(!reasons.is_empty()).then(|| view! { <ul class="effects">{reasons}</ul> })}
        </section>
        {costs(&book, preview.monthly).map(|words| view! { <Notice kind=NoticeKind::Info>{isolated(words)}</Notice> })}
        {effects(kind, preview.undoes.is_some())
            .map(|words| view! { <Notice kind=NoticeKind::Info>{isolated(words)}</Notice> })}
        {preview.note.map(|note| view! { <Notice kind=NoticeKind::Info>{isolated(note)}</Notice> })}
        {preview.problem.map(|problem| view! { <Notice kind=NoticeKind::Busy>{isolated(problem)}</Notice> })}
    }
}

/// "$16.00 more a month from the next statement."; none when nothing changes.
fn costs(book: &PriceBook, monthly: i64) -> Option<String> {
    (monthly != 0).then(|| format!("{} from the next statement.", book.difference(monthly)))
}

/// What happens beside what the rows say.
fn effects(kind: BulkKind, undo: bool) -> Option<&'static str> {
    match kind {
        _ if undo => None,
        BulkKind::Suspend => {
            Some("All their sessions end now and their phones stop ringing. They keep seat, extension and numbers.")
        }
        BulkKind::Delete => Some(
            "Access and charge stop at once, extension and numbers are free again. Calls and messages stay with the account.",
        ),
        BulkKind::ResendInvitations => {
            Some("Each gets a new link by email, valid 7 days. The links sent before stop working.")
        }
        _ => None,
    }
}

fn row(kind: BulkKind, it: PreviewRow) -> AnyView {
    let photo = it.photo.as_ref().map(|hash| format!("/photos/{hash}"));
    let name = it.name.full();
    // A number, a role and the account have no face.
    let face = it
        .id
        .is_some()
        .then(|| view! { <Avatar initials=it.name.initials() hue=hue(&name) photo size=AvatarSize::S24 /> });
    let (class, end) = match it.outcome {
        RowOutcome::Changes => ("pv pv--change", changes(kind, &it)),
        RowOutcome::Stays => ("pv pv--same", stays(&it, false)),
        RowOutcome::Refused => ("pv pv--no", stays(&it, true)),
    };
    view! {
        <li class=class>
            {face} <span>
                <span class="pv__n">{name}</span>
                {it.why.map(|why| view! { <small>{why}</small> })}
            </span> {end}
        </li>
    }
    .into_any()
}

/// "Agent → Manager"
fn changes(kind: BulkKind, it: &PreviewRow) -> AnyView {
    let word = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
    let (before, after) = (word(&it.before), word(&it.after));
    if kind == BulkKind::ResendInvitations {
        return view! {
            <span class="pv__c">
                <b>{after}</b>
            </span>
        }
        .into_any();
    }
    view! {
        <span class="pv__c">
            <span class="muted">{before}</span>
            <Icon name=IconName::Arrow />
            <span class="sr-only">" becomes "</span>
            <b>{after}</b>
        </span>
    }
    .into_any()
}

fn stays(it: &PreviewRow, locked: bool) -> AnyView {
    let words = if it.before.is_empty() { "Stays as is".to_owned() } else { format!("Stays {}", it.before) };
    view! { <span class="pv__c muted">{locked.then(|| view! { <Icon name=IconName::Lock /> })}{words}</span> }
        .into_any()
}
