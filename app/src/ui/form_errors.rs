//! What a form's last answer refused: at a field, above the form, or beside what it is about.

use crate::ui::field::Message;
use crate::ui::words::isolated;
use crate::ui::{Icon, IconName, Notice, NoticeKind};
use leptos::prelude::*;
use model::error::AppError;

/// The last answer of an action: none before the first.
pub type Answer<T = ()> = Signal<Option<Result<T, AppError>>>;

/// The sentence at the field of this name.
pub fn field_error<T>(answer: impl Into<Answer<T>>, field: impl Into<String>) -> Message
where
    T: Clone + Send + Sync + 'static,
{
    let (answer, field) = (answer.into(), field.into());
    Signal::derive(move || answer.with(|v| v.as_ref().and_then(|r| r.as_ref().err()).and_then(|e| e.for_field(&field))))
}

/// The sentence above a form, when what was refused is not about one of its fields.
pub fn form_error<T>(answer: impl Into<Answer<T>>) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    let answer = answer.into();
    error_notice(move || answer.with(|v| v.as_ref().and_then(|r| r.as_ref().err()).and_then(AppError::for_form)))
}

/// A sentence that is announced when it appears.
pub fn error_notice(words: impl Fn() -> Option<String> + Send + 'static) -> AnyView {
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

/// One line that says what is wrong, while something is.
#[component]
pub fn ErrorLine(
    #[prop(into)] error: Message,
    /// Announces it: for a line that no live region is around.
    #[prop(optional)]
    alert: bool,
) -> impl IntoView {
    let role = alert.then_some("alert");
    (move || {
        error.get().map(|words| {
            view! {
                <p class="error" role=role>
                    <Icon name=IconName::Error />
                    <span>{isolated(words)}</span>
                </p>
            }
        })
    })
    .into_any()
}
