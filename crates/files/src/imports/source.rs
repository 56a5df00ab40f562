//! Whose export a header looks like (I1). Only for display: the columns themselves are judged one by one in `columns.rs`.
//!
//! Google Workspace: the console's user download and bulk template. Microsoft 365: the bulk user template and the active users'
//! export. RingCentral: user list and bulk templates. Zoom Phone: the users' export. 3CX: the extensions' CSV.

use crate::imports::headers::key;
use model::imports::Source;

/// Column names in; the product they come from.
pub fn detect(header: &[String]) -> Source {
    let keys: Vec<String> = header.iter().map(|h| key(h)).collect();
    let has = |name: &str| keys.iter().any(|k| k == name);
    let all = |names: &[&str]| names.iter().all(|n| has(n));
    let any = |names: &[&str]| names.iter().any(|n| has(n));
    let bracketed = header.iter().any(|h| {
        let lower = h.to_lowercase();
        lower.contains("[required]") || lower.contains("[read only]") || lower.contains("[upload only]")
    });
    if all(&["username", "forwardingnumber1", "forwardingnumber3", "directnumber", "timezone"]) {
        Source::Teamline
    } else if bracketed || has("orgunitpath") {
        Source::GoogleWorkspace
    } else if all(&["number", "firstname", "lastname"]) && any(&["authid", "mobilenumber", "webmeetingfriendlyname"]) {
        Source::ThreeCx
    } else if has("extensionnumber") && any(&["package", "callingplan", "callingplans", "sitecode"]) {
        Source::ZoomPhone
    } else if has("displayname") && any(&["officenumber", "stateorprovince", "userprincipalname", "usagelocation"]) {
        Source::Microsoft365
    } else if any(&["licensebillingid", "emergencyresponselocation", "usertemplate", "ringcentralapp", "rcapp"])
        || (any(&["extension", "ext", "extensionnumber"])
            && any(&["directnumber", "mobilephone"])
            && any(&["site", "costcenter"]))
    {
        Source::RingCentral
    } else {
        Source::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i1_a_header_of_nobody_in_particular_is_called_other() {
        let header = ["Full Name", "Work E-mail", "Ext", "Cell"].map(str::to_owned);
        assert_eq!(detect(&header), Source::Other);
    }
}
