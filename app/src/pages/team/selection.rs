//! Which members are selected (K1).

use crate::ui::data_table;
use model::team::TeamFilter;

/// The form that boxes outside of it belong to.
pub const FORM: &str = "selected";

/// Which members are selected (K1).
pub type Selection = data_table::Selection<TeamFilter>;
