//! Reading the audit log: the page, and what happened to one member (G1). The file to keep is in `downloads_audit`.

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::MemberId;
use model::audit::AuditPage;
use model::audit::EntryNumber;
use model::audit::member_changes::MemberChanges;
use model::audit::url::AuditQuery;
use model::error::AppError;

/// One page of the log, as far as the reader's role reaches (R2). Denied to roles that don't see the log.
#[server(name = ReadAudit, endpoint = "audit/page", input = GetUrl)]
pub async fn audit_page(query: AuditQuery) -> Result<AuditPage, AppError> {
    answer(actions::audit::read::audit_page(&request()?, query).await)
}

/// The changes of a member before an entry's number; none: from the newest. Within the reader's people scope (R2).
#[server(name = ReadMemberChanges, endpoint = "audit/member", input = GetUrl)]
pub async fn member_changes(id: MemberId, before: Option<EntryNumber>) -> Result<MemberChanges, AppError> {
    answer(actions::audit::read::member_changes(&request()?, id, before).await)
}
