//! The fields of the edit form (M6). One that is refused stays to be read, with its reason, and is not sent (R10).

use crate::ui::field::suggestions;
use crate::ui::form_errors::{Answer, field_error};
use crate::ui::{Choice, ErrorLine, Mark, OptList, OptRow, Segment, Segmented, SelectField, TextField};
use leptos::prelude::*;
use model::members::edit::{CallFeature, EditField, MemberEdit, MemberForm};
use model::{Availability, MemberState, SupervisorScope};

#[component]
pub fn Fields(saved: MemberEdit, typed: Option<MemberForm>, answer: Answer) -> impl IntoView {
    let form = start(&saved, typed);
    let has: Vec<AnyView> = saved
        .form
        .has
        .iter()
        .map(|field| view! { <input type="hidden" name="form[has][]" value=field.slug() /> }.into_any())
        .collect();
    view! {
        {has}
        <input type="hidden" name="form[version]" value=saved.form.version />
        {who(&saved, &form, answer)}
        {place(&saved, &form, answer)}
        {calls(&saved, &form)}
        {groups(&saved, &form)}
        {supervisor(&saved, &form, answer)}
    }
    .into_any()
}

/// The saved values, with what was typed over them.
fn start(saved: &MemberEdit, typed: Option<MemberForm>) -> MemberForm {
    let mut form = saved.form.clone();
    let Some(typed) = typed else { return form };
    for field in EditField::ALL.iter().filter(|f| typed.carries(**f) && saved.form.carries(**f)) {
        form.take(*field, &typed);
    }
    form
}

/// A line of text, or the reason why it stays as it is.
fn line(
    saved: &MemberEdit,
    form: &MemberForm,
    answer: Answer,
    field: EditField,
    label: &str,
    hint: Option<String>,
    more: Line,
) -> AnyView {
    let (slug, value) = (field.slug(), form.text(field));
    let id = format!("edit-{slug}");
    let name = format!("form[{slug}]");
    let error = field_error(answer, slug);
    let why = saved.why_not(field);
    let readonly = why.is_some();
    match why.or(hint) {
        Some(hint) => view! {
            <TextField
                id
                name
                label=label.to_owned()
                value
                kind=more.kind
                inputmode=more.inputmode
                maxlength=more.longest
                list=more.list
                readonly
                error
                hint
            />
        }
        .into_any(),
        None => view! {
            <TextField
                id
                name
                label=label.to_owned()
                value
                kind=more.kind
                inputmode=more.inputmode
                maxlength=more.longest
                list=more.list
                readonly
                error
            />
        }
        .into_any(),
    }
}

/// How a line is typed.
struct Line {
    kind: &'static str,
    inputmode: &'static str,
    longest: u32,
    /// The id of what is suggested.
    list: Option<&'static str>,
}

const TEXT: Line = Line { kind: "text", inputmode: "text", longest: 80, list: None };
const EMAIL: Line = Line { kind: "email", inputmode: "email", longest: 254, list: None };
const TEL: Line = Line { kind: "tel", inputmode: "tel", longest: 40, list: None };
const DIGITS: Line = Line { kind: "text", inputmode: "numeric", longest: 6, list: None };
const ZONE: Line = Line { kind: "text", inputmode: "text", longest: 64, list: Some(ZONES) };

/// The id of the list of time zones.
const ZONES: &str = "edit-time-zones";

fn who(saved: &MemberEdit, form: &MemberForm, answer: Answer) -> AnyView {
    let email = match (saved.has_email, saved.state) {
        (false, _) => None,
        (true, MemberState::Invited) => {
            Some("A corrected address gets a new invitation, and the link that was sent before stops working.")
        }
        (true, _) => Some("They sign in with it. When it changes, the old and the new address are both told."),
    };
    let (sign_in, kind) = if saved.has_email { ("Email", EMAIL) } else { ("Username", TEXT) };
    view! {
        <fieldset class="form-section">
            <legend>"Person"</legend>
            <div class="edit-form__pair">
                {line(saved, form, answer, EditField::First, "First name", None, TEXT)}
                {line(saved, form, answer, EditField::Last, "Last name", None, TEXT)}
            </div>
            {line(saved, form, answer, EditField::SignIn, sign_in, email.map(str::to_owned), kind)}
            <div class="edit-form__pair">
                {line(saved, form, answer, EditField::Mobile, "Mobile number", None, TEL)}
                {line(
                    saved,
                    form,
                    answer,
                    EditField::TimeZone,
                    "Time zone",
                    Some("Such as Europe/Berlin. Empty: the company’s.".to_owned()),
                    ZONE,
                )} {suggestions(ZONES, &saved.time_zones)}
            </div>
        </fieldset>
    }
    .into_any()
}

fn place(saved: &MemberEdit, form: &MemberForm, answer: Answer) -> AnyView {
    let free = saved.free_extension.map_or_else(
        || "Every extension is taken.".to_owned(),
        |e| format!("{e} is the lowest free one. Empty: they get that."),
    );
    view! {
        <fieldset class="form-section">
            <legend>"Role and extension"</legend>
            {role(saved, form, answer)}
            <div class="ext-field">
                {line(saved, form, answer, EditField::Extension, "Extension", Some(free), DIGITS)}
            </div>
        </fieldset>
    }
    .into_any()
}

/// Roles that can't be given are listed with their reason (R4, R10).
fn role(saved: &MemberEdit, form: &MemberForm, answer: Answer) -> AnyView {
    let now = saved.form.role;
    if let Some(why) = saved.why_not(EditField::Role) {
        let words = saved.in_words(EditField::Role, &saved.form);
        return view! { <TextField id="edit-role" name="role-now" label="Role" value=words readonly=true hint=why /> }
            .into_any();
    }
    let options = saved.roles.iter().map(|r| {
        let refused = r.refused.as_ref().filter(|_| Some(r.id) != now);
        let label = refused.map_or_else(|| r.name.clone(), |why| format!("{} ({})", r.name, why.trim_end_matches('.')));
        Choice { value: r.id.to_string(), label, disabled: refused.is_some() }
    });
    let options = options.collect();
    view! {
        <SelectField
            id="edit-role"
            name="form[role]"
            label="Role"
            options
            value=form.text(EditField::Role)
            error=field_error(answer, "role")
        />
    }
    .into_any()
}

fn calls(saved: &MemberEdit, form: &MemberForm) -> AnyView {
    let availability = match saved.why_not(EditField::Availability) {
        Some(why) => view! { <p class="hint">{why}</p> }.into_any(),
        None => {
            let segments = Availability::ALL.iter().map(|a| Segment::new(a.slug(), a.label())).collect();
            view! {
                <Segmented
                    legend="Availability"
                    name="form[availability]"
                    segments
                    value=form.text(EditField::Availability)
                />
            }
            .into_any()
        }
    };
    let why = saved.why_not(EditField::Features);
    let switch = |feature: CallFeature| {
        let (value, title, checked) = (feature.slug(), feature.label(), form.features.contains(&feature));
        let (about, refused) = match feature {
            CallFeature::Screening => ("Callers say their name; the member presses 1 to answer.", None),
            CallFeature::DialByName => ("Callers can reach them by spelling their name on the keypad.", None),
            CallFeature::PrivateBridge => (
                "HIPAA: only invited people join, nothing is recorded. Needs Plus or Pro.",
                saved.bridge_refused.clone(),
            ),
        };
        let refused = why.clone().or(refused);
        view! {
            <OptRow
                mark=Mark::Switch
                name="form[features][]"
                value
                id=format!("edit-{value}")
                title
                about=about.to_owned()
                checked
                disabled_reason=refused
            />
        }
        .into_any()
    };
    let switches: Vec<AnyView> = CallFeature::ALL.iter().map(|feature| switch(*feature)).collect();
    view! {
        <fieldset class="form-section">
            <legend>"Calls"</legend>
            {availability}
            {switches}
        </fieldset>
    }
    .into_any()
}

fn groups(saved: &MemberEdit, form: &MemberForm) -> AnyView {
    if saved.groups.is_empty() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = saved
        .groups
        .iter()
        .map(|g| {
            let id = g.id.to_string();
            let joined = saved.form.groups.contains(&g.id);
            let about = g.extension.map(|e| format!("Ext. {e}"));
            let end = if g.members == 1 { "1 member".to_owned() } else { format!("{} members", g.members) };
            // One that can't be left is sent all the same, or it would be left.
            let stays = (g.refused.is_some() && joined)
                .then(|| view! { <input type="hidden" name="form[groups][]" value=id.clone() /> });
            view! {
                <OptRow
                    name="form[groups][]"
                    value=id.clone()
                    id=format!("group-{id}")
                    title=g.name.clone()
                    about
                    end=Some(end)
                    checked=form.groups.contains(&g.id)
                    disabled_reason=g.refused.clone()
                />
                {stays}
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="form-section">
            <legend>"Groups"</legend>
            <OptList scroll=true>{rows}</OptList>
        </fieldset>
    }
    .into_any()
}

fn supervisor(saved: &MemberEdit, form: &MemberForm, answer: Answer) -> AnyView {
    if let Some(why) = saved.why_not(EditField::Supervises) {
        let now = saved.in_words(EditField::Supervises, &saved.form);
        return view! {
            <fieldset class="form-section">
                <legend>"Supervisor workspace"</legend>
                <p class="hint">{format!("{now}. {why}")}</p>
            </fieldset>
        }
        .into_any();
    }
    let now = form.supervises.scope();
    let all_refused = saved
        .groups
        .iter()
        .find_map(|g| g.watch_refused.clone())
        .filter(|_| saved.groups.iter().all(|g| g.watch_refused.is_some()));
    let radio = |scope: SupervisorScope, title: &'static str, about: &'static str, refused: Option<String>| {
        let (value, checked) = (scope.slug(), scope == now);
        view! {
            <OptRow
                mark=Mark::Radio
                name="form[supervises][]"
                value
                id=format!("supervises-{value}")
                title
                about=about.to_owned()
                checked
                disabled_reason=refused.filter(|_| !checked)
            />
        }
        .into_any()
    };
    let watched: Vec<AnyView> = saved
        .groups
        .iter()
        .map(|g| {
            let (id, checked) = (g.id.to_string(), form.supervises.names(g.id));
            view! {
                <OptRow
                    name="form[supervises][]"
                    value=id.clone()
                    id=format!("watch-{id}")
                    title=g.name.clone()
                    checked
                    disabled_reason=g.watch_refused.clone().filter(|_| !checked)
                />
            }
            .into_any()
        })
        .collect();
    let error = field_error(answer, "supervises");
    let groups = (!saved.groups.is_empty()).then(|| {
        view! {
            {radio(
                SupervisorScope::Groups,
                "Groups ticked below",
                "Listen in, whisper and join calls of their members",
                all_refused.clone(),
            )}
            <div class="watched">
                <OptList label="Groups they may watch" scroll=true>
                    {watched}
                </OptList>
            </div>
        }
    });
    view! {
        <fieldset class="form-section supervises" id="edit-supervises">
            <legend>"Supervisor workspace"</legend>
            {radio(SupervisorScope::Nobody, "No access", "They see no live calls of others", None)}
            {radio(
                SupervisorScope::Everyone,
                "Everyone",
                "Listen in, whisper and join all calls",
                saved.everyone_refused.clone(),
            )}
            {groups}
            <ErrorLine error=error alert=true />
        </fieldset>
    }
    .into_any()
}
