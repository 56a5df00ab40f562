//! What an action answered, for its fields and for its form.

use crate::ui::{Notice, NoticeKind};
use leptos::prelude::*;
use model::error::AppError;

/// The last answer of an action.
pub type Answer = Signal<Option<Result<(), AppError>>>;

/// The sentence at one field.
pub fn field_error(answer: Answer, field: impl Into<String>) -> Signal<Option<String>> {
    let field = field.into();
    Signal::derive(move || answer.with(|v| v.as_ref().and_then(|r| r.as_ref().err()).and_then(|e| e.for_field(&field))))
}

/// The sentence above the form.
pub fn form_error(answer: Answer) -> AnyView {
    let words = move || answer.with(|v| v.as_ref().and_then(|r| r.as_ref().err()).and_then(AppError::for_form));
    (move || {
        words().map(|words| {
            view! {
                <div role="alert">
                    <Notice kind=NoticeKind::Bad title=words />
                </div>
            }
        })
    })
    .into_any()
}
