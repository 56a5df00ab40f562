//! Where an import stands, as the database keeps it; what a page makes of that is `ImportPhase`.

use crate::slugs::slugs;

slugs! {
    ImportState {
        Checking = "checking", "Checking";
        Ready = "ready", "Ready";
        Applying = "applying", "Applying";
        Applied = "applied", "Applied";
        /// It could not be checked.
        Failed = "failed", "Failed";
    }
}
