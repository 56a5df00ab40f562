//! Roles: the page, saving one, deleting one with its members' next role, and the safeguards (R1, R2, R9, R11, R13, M6).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::audit::FlashMessage;
use model::error::AppError;
use model::roles::saved::DeletedRole;
use model::roles::saved::SavedRole;
use model::roles::{OpenRole, RoleForm, RolesPage};
use model::{RoleId, Ticked};

/// The page, with the role whose form is shown, or whose duplicate is. Denied to roles that don't see it.
#[server(name = ReadRoles, endpoint = "roles/page", input = GetUrl)]
pub async fn roles_page(open: OpenRole) -> Result<RolesPage, AppError> {
    answer(actions::roles::roles_page(&request()?, open).await)
}

/// Makes a role, or saves one over the version it was opened at. A form that started from an older one is refused.
#[server(endpoint = "roles/save")]
pub async fn save_role(form: RoleForm) -> Result<SavedRole, AppError> {
    answer(actions::roles::save_role(&request()?, form).await)
}

/// Deletes a custom role; whoever has it gets the role `next` (R2).
#[server(endpoint = "roles/delete")]
pub async fn delete_role(id: RoleId, next: RoleId) -> Result<DeletedRole, AppError> {
    answer(actions::roles::delete_role(&request()?, id, next).await)
}

/// Turns the safeguards on or off: only Administrators add members (R13); Managers change sign-in emails, too (M6).
#[server(endpoint = "roles/safeguards")]
pub async fn set_safeguards(
    only_administrators_add: Option<Ticked>,
    managers_change_sign_in: Option<Ticked>,
) -> Result<FlashMessage, AppError> {
    let (held, open) = (only_administrators_add.is_some(), managers_change_sign_in.is_some());
    answer(actions::roles::set_safeguards(&request()?, held, open).await)
}
