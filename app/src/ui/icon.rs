//! Icons of the sprite `public/icons.svg`: 16 px grid, 1.5 px round strokes, drawn in the text's colour.

use leptos::prelude::*;

macro_rules! icons {
    ($($name:ident = $id:literal),+ $(,)?) => {
        /// Every symbol of the sprite but the presence marks; a name that is not in it does not compile.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum IconName { $($name),+ }

        impl IconName {
            pub const ALL: &[IconName] = &[$(IconName::$name),+];
            /// Where the symbol is: same origin, one cached file for all pages.
            pub fn href(self) -> &'static str { match self { $(IconName::$name => concat!("/icons.svg#", $id)),+ } }
        }
    };
}

icons! {
    Mark = "mark",
    Team = "team",
    Groups = "groups",
    Hash = "hash",
    Flow = "flow",
    Activity = "activity",
    Tasks = "tasks",
    Roles = "roles",
    Billing = "billing",
    Audit = "audit",
    Settings = "settings",
    Search = "search",
    Down = "down",
    Up = "up",
    Updown = "updown",
    Right = "right",
    Left = "left",
    Arrow = "arrow",
    ArrowDown = "arrow-down",
    ArrowUp = "arrow-up",
    Plus = "plus",
    Minus = "minus",
    X = "x",
    Check = "check",
    More = "more",
    Edit = "edit",
    Copy = "copy",
    Eye = "eye",
    Phone = "phone",
    Forward = "forward",
    Deskphone = "deskphone",
    App = "app",
    Voicemail = "voicemail",
    Screen = "screen",
    Incoming = "incoming",
    Key = "key",
    Mail = "mail",
    Trash = "trash",
    Video = "video",
    Download = "download",
    Upload = "upload",
    Columns = "columns",
    Rows = "rows",
    RowsTight = "rows-tight",
    Filter = "filter",
    Warn = "warn",
    Info = "info",
    Error = "error",
    Lock = "lock",
    Drag = "drag",
    Play = "play",
    Undo = "undo",
    Menu = "menu",
    Keyboard = "keyboard",
    Clock = "clock",
    User = "user",
    Camera = "camera",
    Mic = "mic",
    Help = "help",
    Exit = "exit",
    Bookmark = "bookmark",
    File = "file",
    PauseUser = "pause-user",
    Dialpad = "dialpad",
    Moon = "moon",
    Repeat = "repeat",
}

/// Beside its label an icon is decoration, so it is hidden from screen readers; alone, its button carries the name.
#[component]
pub fn Icon(
    name: IconName,
    /// Replaces the class, for "icon icon--20" or "icon icon--end".
    #[prop(default = "icon")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=class aria-hidden="true">
            <use href=name.href()></use>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_name_is_a_symbol_of_the_sprite_and_the_other_way_round() {
        let sprite = include_str!("../../../public/icons.svg");
        for icon in IconName::ALL {
            let id = icon.href().trim_start_matches("/icons.svg#");
            assert!(sprite.contains(&format!("<symbol id=\"{id}\"")), "{id} is not in the sprite");
        }
        let symbols = sprite.matches("<symbol id=\"").count() - sprite.matches("<symbol id=\"p-").count();
        assert_eq!(symbols, IconName::ALL.len());
    }
}
