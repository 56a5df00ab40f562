//! What the palette can do beside finding people: going to a page, importing, one's own settings (T10, R12).

use crate::pages::frame::dialogs::DialogLater;
use crate::pages::frame::me_menu::SIGN_OUT;
use crate::pages::frame::nav::BUILT;
use crate::ui::IconName;
use crate::ui::browser;
use crate::ui::fold::fold;
use model::sessions::{Me, Theme};
use policy::{Action, Target, check, pages};

/// What choosing an action does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    /// Goes to a page of the application.
    Go(String),
    /// Loads a file.
    Load(&'static str),
    Theme(Theme),
    Keys,
    SignOut,
}

/// One action of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub words: String,
    pub icon: IconName,
    pub does: Does,
}

fn command(words: impl Into<String>, icon: IconName, does: Does) -> Command {
    Command { words: words.into(), icon, does }
}

/// The actions this person may take, those whose words hold all words of `text`; with a text also its search in the
/// team.
pub fn commands(me: &Me, text: &str) -> Vec<Command> {
    let actor = &me.actor;
    let open = pages(actor);
    let mut all: Vec<Command> = BUILT
        .iter()
        .filter(|(page, ..)| open.contains(page))
        .map(|(page, icon, href)| command(format!("Go to {}", page.label()), *icon, Does::Go((*href).to_owned())))
        .collect();
    if check(actor, Action::Import, Target::Account).is_ok() {
        all.push(command("Import from CSV…", IconName::Upload, Does::Go("/team/import".to_owned())));
    }
    if check(actor, Action::Export, Target::Account).is_ok() {
        all.push(command("Export everyone as CSV", IconName::Download, Does::Load(EXPORT)));
    }
    all.push(command("Open your settings", IconName::Settings, Does::Go("/you".to_owned())));
    for theme in Theme::ALL.into_iter().filter(|theme| *theme != me.preferences.theme) {
        let name = match theme {
            Theme::System => "Use the system’s theme",
            Theme::Light => "Switch to light theme",
            Theme::Dark => "Switch to dark theme",
        };
        all.push(command(name, IconName::Screen, Does::Theme(theme)));
    }
    all.push(command("Keyboard shortcuts", IconName::Keyboard, Does::Keys));
    all.push(command("Sign out", IconName::Exit, Does::SignOut));
    let wanted = fold(text);
    all.retain(|it| {
        let words = fold(&it.words);
        wanted.split_whitespace().all(|word| words.contains(word))
    });
    let text = text.trim();
    if !text.is_empty() {
        let href = format!("/team?q={}", leptos_router::location::Url::escape(text));
        all.push(command(format!("Search the team for “{text}”"), IconName::Search, Does::Go(href)));
    }
    all
}

/// Everyone as a CSV file (I2).
const EXPORT: &str = "/team/export.csv";

impl Does {
    /// Takes the action; `go` follows an address inside the application, `theme` keeps a theme, `keys` lists the keys.
    pub fn run(&self, go: impl FnOnce(&str), theme: impl FnOnce(Theme), keys: DialogLater) {
        match self {
            Does::Go(href) => go(href),
            Does::Load(href) => browser::load(href),
            Does::Theme(to) => theme(*to),
            Does::Keys => keys.open(),
            Does::SignOut => browser::submit_form(SIGN_OUT),
        }
    }
}
