//! Photos: giving, removing and reading them (M18).

use crate::call::Call;
use crate::members::edit::here;
use crate::members::edit::read::load;
use crate::request::Request;
use files::photo::{Photo, read as read_photo};
use model::MemberId;
use model::audit::{AuditAction, Change, Field, Subject, Value};
use model::error::{AppError, AppResult};
use model::photo::PhotoProblem;
use policy::{Action, check};
use store::members::photos;

/// Why a photo stays as it is.
#[derive(Debug)]
pub enum Refused {
    /// The file is none that is taken.
    Photo(PhotoProblem),
    Call(AppError),
}

impl<E: Into<AppError>> From<E> for Refused {
    fn from(error: E) -> Self {
        Refused::Call(error.into())
    }
}

/// What was sent in place of the present photo.
#[derive(Debug)]
pub enum Sent {
    /// The bytes of a picture, not looked at yet.
    File(Vec<u8>),
    TooLarge,
    Remove,
}

/// The JPEG of a photo of one's own account (A3). Its address is the hash of its content.
pub async fn read(request: &Request, hash: &str) -> AppResult<Vec<u8>> {
    let mut call = Call::read(request).await?;
    let account = call.account();
    let jpeg = photos::read(&mut call.tx, account, hash).await?;
    jpeg.ok_or_else(|| AppError::NotFound("There is no such photo.".to_owned()))
}

/// Whether whoever asks may change this photo: asked before anything of a file is read.
pub async fn may_change(request: &Request, id: MemberId) -> AppResult<()> {
    let mut call = Call::read(request).await?;
    let target = load(&mut call, id).await?;
    here(&target)?;
    let _permit = check(call.actor(), Action::ChangePhoto, &target)?;
    Ok(())
}

/// Changes a member's photo; the hash of the new one, none once removed. Rights are asked before the picture is decoded,
/// and again when it is written.
pub async fn change(request: &Request, id: MemberId, sent: Sent) -> Result<Option<String>, Refused> {
    may_change(request, id).await?;
    let photo = match sent {
        Sent::Remove => None,
        Sent::TooLarge => return Err(Refused::Photo(PhotoProblem::TooLarge)),
        Sent::File(bytes) => Some(read_photo(bytes).await.map_err(Refused::Photo)?),
    };
    Ok(keep(request, id, photo).await?)
}

/// Gives or takes a decoded photo.
pub(crate) async fn keep(request: &Request, id: MemberId, photo: Option<Photo>) -> AppResult<Option<String>> {
    let mut call = Call::begin(request).await?;
    let target = load(&mut call, id).await?;
    here(&target)?;
    let permit = check(call.actor(), Action::ChangePhoto, &target)?;
    let (account, now) = (call.account(), call.now);
    photos::set(&mut call.tx, account, &permit, photo.as_ref().map(|p| (p.hash.as_str(), p.jpeg.as_slice())), now)
        .await?;
    let change = Change::to(Field::Photo, if photo.is_some() { Value::NewOne } else { Value::On(false) });
    call.audit(AuditAction::ChangePhoto, Subject::member(target.id, &target.name), &[change]).await?;
    call.commit().await?;
    Ok(photo.map(|p| p.hash))
}
