//! Whose export a header looks like, and what names mean in that one alone (I1).
//!
//! Google Workspace: the console's user download and bulk template. Microsoft 365: the bulk user template and the active users'
//! export. Entra: the bulk templates, with `[property]` behind each name, and the download of users. Okta: the template of users by
//! CSV and the report of people. RingCentral: user list and service template. Zoom Phone: the users' export. 3CX: the extensions'
//! CSV. FreePBX: Bulk Handler's extensions and User Manager's users. Dialpad, Aircall and OpenPhone: the user list. 8x8: the bulk
//! upload, with names like `User.Voice.Number`. Teams: users by PowerShell, with `LineUri`.

use crate::imports::headers::{Meaning, key};
use model::imports::{Field, Source};

/// The names of a header, to be asked.
struct Names {
    keys: Vec<String>,
    raw: Vec<String>,
}

impl Names {
    fn has(&self, name: &str) -> bool {
        self.keys.iter().any(|k| k == name)
    }

    fn all(&self, names: &[&str]) -> bool {
        names.iter().all(|n| self.has(n))
    }

    fn any(&self, names: &[&str]) -> bool {
        names.iter().any(|n| self.has(n))
    }

    /// Does a name hold one of these words, whatever its case?
    fn say(&self, words: &[&str]) -> bool {
        self.raw.iter().any(|name| words.iter().any(|word| name.contains(word)))
    }
}

/// Column names in; the product they come from.
pub fn detect(header: &[String]) -> Source {
    let names =
        Names { keys: header.iter().map(|h| key(h)).collect(), raw: header.iter().map(|h| h.to_lowercase()).collect() };
    VENDORS.iter().find(|(_, is)| is(&names)).map_or(Source::Other, |vendor| vendor.0)
}

/// Whether these are the names of one product's columns.
type Test = fn(&Names) -> bool;

/// In the order of asking: those with names that nobody else has come first.
const VENDORS: [(Source, Test); 14] = [
    (Source::Teamline, |n| n.all(&["username", "forwardingnumber1", "forwardingnumber3", "directnumber", "timezone"])),
    (Source::MicrosoftTeams, |n| n.has("lineuri") || n.any(&["enterprisevoiceenabled", "teamsphonenumber"])),
    (Source::Entra, |n| {
        n.say(&["[userprincipalname]", "[displayname]", "[passwordprofile]"])
            || (n.all(&["userprincipalname", "displayname"]) && n.any(&["usertype", "accountenabled", "mailnickname"]))
    }),
    (Source::EightByEight, |n| n.say(&["user.basicinfo", "user.voice", "8x8"])),
    (Source::Okta, |n| {
        n.has("login") && n.any(&["secondemail", "honorificprefix", "nickname", "primaryphone", "usertype"])
    }),
    (Source::GoogleWorkspace, |n| n.say(&["[required]", "[read only]", "[upload only]"]) || n.has("orgunitpath")),
    (Source::ThreeCx, |n| {
        n.all(&["number", "firstname", "lastname"]) && n.any(&["authid", "mobilenumber", "webmeetingfriendlyname"])
    }),
    (Source::FreePbx, |n| {
        n.all(&["username", "defaultextension"])
            || (n.all(&["extension", "name"])
                && n.any(&[
                    "sipname",
                    "ringtimer",
                    "outboundcid",
                    "devicetype",
                    "tech",
                    "voicemailvmpwd",
                    "noanswerdest",
                ]))
    }),
    (Source::Dialpad, |n| {
        n.say(&["dialpad"])
            || (n.any(&["firstname", "email", "emails"])
                && n.any(&["officename", "officeid", "isadmin", "companyadmin", "isofficeadmin", "primaryphone"])
                && n.any(&["license", "licensetype", "phonenumbers", "state"])
                && !n.has("displayname"))
    }),
    (Source::Aircall, |n| n.say(&["aircall"]) || (n.has("email") && n.any(&["availabilitystatus", "wrapuptime"]))),
    (Source::OpenPhone, |n| {
        n.say(&["openphone", "quo number"]) || (n.has("email") && n.any(&["inboxes", "sharednumbers"]))
    }),
    (Source::ZoomPhone, |n| {
        n.say(&["zoom phone"])
            || (n.has("extensionnumber") && n.any(&["package", "callingplan", "callingplans", "sitecode"]))
    }),
    (Source::RingCentral, |n| {
        n.any(&["licensebillingid", "emergencyresponselocation", "usertemplate", "ringcentralapp", "rcapp"])
            || n.say(&["ringcentral"])
            || (n.any(&["extension", "ext", "extensionnumber"])
                && n.any(&["directnumber", "mobilephone"])
                && n.any(&["site", "costcenter"]))
    }),
    (Source::Microsoft365, |n| {
        n.any(&["blockcredential", "strongpasswordrequired"])
            || (n.has("displayname")
                && n.any(&["officenumber", "stateorprovince", "userprincipalname", "usagelocation", "licenses"]))
    }),
];

/// What a name means in this vendor's files alone; none: what it means everywhere. In files of phone systems a phone is the line
/// that they gave somebody, and a licence what they pay for.
pub fn meaning(source: Source, header: &str) -> Option<Meaning> {
    let phone_system = matches!(
        source,
        Source::RingCentral
            | Source::ZoomPhone
            | Source::Dialpad
            | Source::EightByEight
            | Source::Aircall
            | Source::OpenPhone
            | Source::MicrosoftTeams
    );
    let key = key(header);
    let last = header.rsplit_once('.').map(|(_, last)| self::key(last)).unwrap_or_default();
    let one_of = |names: &[&str]| names.contains(&key.as_str()) || names.contains(&last.as_str());
    if phone_system && one_of(&["number", "numbers", "phonenumber", "phonenumbers", "phone", "telephonenumber"]) {
        return Some(Meaning::Is(Field::DirectNumber));
    }
    let licence = ["license", "licenses", "licence", "package", "callingplan", "callingplans", "licensetype"];
    if phone_system && one_of(&licence) {
        return Some(Meaning::Is(Field::Plan));
    }
    match (source, key.as_str()) {
        (Source::Dialpad, "cellphone" | "cell") => Some(Meaning::Is(Field::Mobile)),
        (Source::FreePbx, "cell") => Some(Meaning::Is(Field::Mobile)),
        (Source::FreePbx, "name" | "displayname") => Some(Meaning::Is(Field::FullName)),
        (Source::FreePbx, "description") => Some(Meaning::Skip(None)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(header: &str) -> Source {
        detect(&header.split(',').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn i1_a_header_of_nobody_in_particular_is_called_other() {
        assert_eq!(of("Full Name,Work E-mail,Ext,Cell"), Source::Other);
        assert_eq!(of("First name,Last name,Email,Phone,Role,Department"), Source::Other);
    }

    #[test]
    fn i1_each_vendor_is_known_by_names_that_only_it_has() {
        for (header, source) in [
            ("Name [displayName] Required,User name [userPrincipalName] Required", Source::Entra),
            ("userPrincipalName,displayName,surname,mail,givenName,userType,accountEnabled", Source::Entra),
            ("login,firstName,lastName,middleName,email,secondEmail,mobilePhone,primaryPhone", Source::Okta),
            ("User.BasicInfo.FirstName,User.BasicInfo.Email,User.Voice.Number", Source::EightByEight),
            ("username,password,default_extension,description,fname,lname,displayname", Source::FreePbx),
            ("extension,name,voicemail,ringtimer,outboundcid,tech,secret", Source::FreePbx),
            ("DisplayName,UserPrincipalName,LineUri,EnterpriseVoiceEnabled", Source::MicrosoftTeams),
            ("first_name,last_name,email,office_name,license,phone_numbers", Source::Dialpad),
            ("Name,Email,Teams,Availability status,Numbers", Source::Aircall),
            ("First Name,Last Name,Ext,Direct Number,Email,License Billing ID,Site", Source::RingCentral),
            ("Block credential,Display name,Licenses,User principal name", Source::Microsoft365),
        ] {
            assert_eq!(of(header), source, "{header}");
        }
    }
}
