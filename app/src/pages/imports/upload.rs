//! The first step: choosing a file. The form is plain HTML; a refused file comes back with its reason at the field.

use super::{Head, Step};
use crate::api::imports::may_import;
use crate::ui::page_data::reading;
use crate::ui::{Activation, Button, ButtonKind, Field, Icon, IconName, Loaded};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use model::error::AppError;
use model::imports::FileRefusal;

/// The reason that the address carries as data; what doesn't read as one of ours says nothing.
fn reason(text: &str) -> Option<String> {
    let file = serde_json::from_str::<FileRefusal>(text).ok().map(|r| r.to_string());
    file.or_else(|| match serde_json::from_str::<AppError>(text).ok()? {
        it @ (AppError::Busy | AppError::Crowded | AppError::Full | AppError::Unreachable) => Some(it.to_string()),
        AppError::Denied(_) => Some("Your role doesn’t include importing members.".to_owned()),
        _ => Some("The upload didn’t work. Nothing was kept; choose the file again.".to_owned()),
    })
}

#[component]
pub fn UploadPage() -> impl IntoView {
    let may = reading(|| (), |()| may_import());
    let query = use_query_map();
    let problem = Memo::new(move |_| query.with(|q| q.get("problem")).and_then(|text| reason(&text)));
    view! {
        <Title text="Import" />
        <main class="panel" id="main" tabindex="-1">
            <Head step=Step::Upload />
            <div class="panel__scroll">
                <Loaded
                    resource=may
                    retry=Signal::stored("/team/import".to_owned())
                    children=move |()| view! { <Form problem /> }.into_any()
                />
            </div>
        </main>
    }
}

#[component]
fn Form(problem: Memo<Option<String>>) -> impl IntoView {
    let error = Signal::derive(move || problem.get());
    let (sending, set_sending) = signal(false);
    view! {
        <form
            class="import import--upload"
            method="post"
            action="/team/import"
            enctype="multipart/form-data"
            on:submit=move |_| set_sending.set(true)
        >
            <Field
                id="file"
                label="CSV file"
                hint="Up to 20 MB, about 100,000 people. Lines above the column names may stay."
                error=error
            >
                <input
                    class="input input--file"
                    id="file"
                    name="file"
                    type="file"
                    required=true
                    accept=".csv,.tsv,.txt,text/csv,text/plain"
                    aria-describedby="file-hint file-message"
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")
                />
            </Field>
            <p class="import__about">
                <Icon name=IconName::Info />
                <span>
                    "Nothing is saved before you have seen what each row will do. Files of 3CX, 8x8, Aircall, Dialpad, FreePBX, Google Workspace, Microsoft 365, Entra and Teams, Okta, OpenPhone, RingCentral and Zoom Phone are recognised. Passwords are never imported."
                </span>
            </p>
            <div class="import__go">
                <Button kind=ButtonKind::Primary icon=IconName::Upload activation=Activation::Submit busy=sending>
                    {move || if sending.get() { "Uploading…" } else { "Upload and check" }}
                </Button>
                <Button icon=IconName::Download activation=Activation::Download("/team/template.csv".to_owned())>
                    "Download the template"
                </Button>
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use crate::pages::imports::upload::reason;

    #[test]
    fn i1_the_reason_for_a_refused_file_is_read_from_data_and_words_in_a_link_are_not_shown() {
        assert_eq!(reason("\"ExcelWorkbook\"").as_deref(), Some("This is an Excel workbook. Save it as CSV first."));
        assert_eq!(
            reason(r#"{"TooLarge":{"bytes":52428800}}"#).as_deref(),
            Some("The file is 50 MB. The limit is 20 MB, about 100,000 rows.")
        );
        assert_eq!(reason("Your account is locked, call 555-0100"), None);
        assert_eq!(
            reason(r#"{"Refused":"Call 555-0100"}"#).as_deref(),
            Some("The upload didn’t work. Nothing was kept; choose the file again.")
        );
    }
}
