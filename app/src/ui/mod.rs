//! The parts every page is made of. What belongs here: looks, states, keyboard and accessibility of one kind of part.
//! What does not: anything that knows a feature. Imports are leptos, this module and `model` at most.
//!
//! Each part is whole on the server: openers, links and forms are native, so pages work before Wasm is there and
//! without it (T13). The style of `name.rs` is `style/ui/name.css`.

pub mod activation;
pub mod avatar;
pub mod browser;
pub mod button;
pub mod choice;
pub mod clock;
pub mod copy;
pub mod data_table;
pub mod dialog;
pub mod empty;
pub mod field;
pub mod filters;
pub mod fold;
pub mod form_errors;
pub mod icon;
pub mod keys;
pub mod live;
pub mod loaded;
pub mod menu;
pub mod meter;
#[cfg(feature = "hydrate")]
pub mod native;
pub mod notice;
pub mod page_data;
pub mod presence;
pub mod query_fields;
mod reload;
pub mod shared;
pub mod table;
pub mod tabs;
pub mod tag;
pub mod toast;
pub mod words;

pub use activation::{Activation, SubmitWith};
pub use avatar::{Avatar, AvatarSize, AvatarState};
pub use button::{Button, ButtonGroup, ButtonKind, IconButton};
pub use choice::{ChoiceCard, ChoiceCards, Mark, OptList, OptRow, Segment, Segmented, TickBox, use_hydrated};
pub use clock::{Clock, Running, Timer};
pub use copy::CopyButton;
pub use dialog::{Dialog, DialogBody, DialogFoot, DialogKind, SubmitFoot};
pub use empty::{Empty, Nothing};
pub use field::{Choice, Field, PasswordField, SelectField, TextArea, TextField};
pub use filters::{Choices, Filter, FilterChoice, FilteredList, Filters, LinkChoice};
pub use form_errors::{ErrorLine, error_notice, field_error, form_error};
pub use icon::{Icon, IconName};
pub use keys::{KeyList, provide_shortcuts, use_shortcut};
pub use loaded::{LoadFailed, Loaded, render_once};
pub use menu::{HiddenEntry, Menu, MenuContent, MenuHead, MenuItem, MenuPlace, MenuSep, Popover, WhyNotMore};
pub use meter::{Progress, SeatsMeter};
pub use notice::{ErrorSummary, Notice, NoticeKind};
pub use presence::{PresenceMark, mark_class};
pub use query_fields::QueryFields;
pub use reload::ReloadWithoutScript;
pub use shared::{Shared, SharedPopover};
pub use table::TableScroll;
pub use tabs::{Tab, Tabs};
pub use tag::{Tag, TagKind};
pub use toast::{Call, Toast, ToastShelf, Toasts, Undo, provide_toasts, use_toasts};
