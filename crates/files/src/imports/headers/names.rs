//! The names that columns have, field by field.

use Field::{
    DirectNumber, Email, Extension, FirstName, Forwarding1, Forwarding2, Forwarding3, FullName, Groups, LastName,
    Mobile, Plan, Role, TimeZone, Username,
};
use model::imports::Field;

const PHONE: &[Field] = &[DirectNumber, Forwarding1, Mobile];
const OWN_PHONE: &[Field] = &[Forwarding1, Forwarding2, Mobile];
const MAILBOX: Option<&str> = Some("This isn’t the address people sign in with");

/// Field by field, the names that are it, likeliest first: of two columns for one field the earlier name wins.
#[rustfmt::skip]
pub(super) const NAMES: [(Field, &[&str]); 15] = [
    (
        FirstName,
        &[
            "firstname", "givenname", "forename", "first", "given", "vorname", "prenom", "primernombre", "nombre", "nome",
            "primeironome", "voornaam",
        ],
    ),
    (
        LastName,
        &[
            "lastname", "surname", "familyname", "last", "family", "nachname", "familienname", "nomdefamille", "nom",
            "apellidos", "apellido", "sobrenome", "apelido", "cognome", "achternaam",
        ],
    ),
    (
        FullName,
        &[
            "firstandlastname", "fullname", "displayname", "name", "employeename", "membername", "personname", "employee",
            "person", "contactname", "agentname", "extensionname", "nomcomplet", "nombrecompleto", "nomecompleto",
            "vollstandigername", "anzeigename",
        ],
    ),
    (
        Email,
        &[
            "email", "emailaddress", "signinemail", "workemail", "businessemail", "primaryemail", "useremail",
            "companyemail", "mail", "emails", "workemailaddress", "primaryemailaddress", "userprincipalname", "upn",
            "correoelectronico", "correo", "courriel", "adresseemail", "emailadresse", "enderecodeemail", "indirizzoemail",
            "emailadres",
        ],
    ),
    (
        Username,
        &[
            "username", "login", "loginname", "signinname", "userid", "user", "account", "accountname", "samaccountname",
            "benutzername", "nomdutilisateur", "nombredeusuario", "usuario", "nomedeusuario", "nomeutente",
            "gebruikersnaam",
        ],
    ),
    (
        Role,
        &[
            "role", "roles", "userrole", "accesslevel", "access", "permission", "permissions", "permissionlevel",
            "userroles", "rolle", "rol", "ruolo", "funcao",
        ],
    ),
    (
        Extension,
        &[
            "extension", "extensionnumber", "ext", "extn", "extno", "extnumber", "exten", "internalnumber", "shortnumber",
            "durchwahl", "nebenstelle", "poste", "anexo", "interno", "ramal", "toestel",
        ],
    ),
    (
        Forwarding1,
        &[
            "forwardingnumber1", "forwarding1", "forward1", "forwardingnumber", "forwardingnumbers", "forwarding",
            "forwardsto", "forwardto", "callforwarding", "forwardingphone", "forwardingphone1", "cell", "cellphone",
            "cellnumber", "cellphonenumber",
        ],
    ),
    (Forwarding2, &["forwardingnumber2", "forwarding2", "forward2", "forwardingphone2"]),
    (Forwarding3, &["forwardingnumber3", "forwarding3", "forward3", "forwardingphone3"]),
    (
        DirectNumber,
        &[
            "directnumber", "directline", "directdial", "did", "ddi", "directphone", "directphonenumber", "didnumber",
            "incomingdid", "directinwarddial",
        ],
    ),
    (Plan, &["plan", "seatplan", "seat", "userplan"]),
    (
        Groups,
        &[
            "groups", "group", "teams", "team", "ringgroups", "ringgroup", "callgroups", "callqueues", "queues", "gruppen",
            "gruppe", "groupes", "grupos", "gruppi",
        ],
    ),
    (
        Mobile,
        &[
            "mobilenumber", "mobilephone", "mobile", "mobilephonenumber", "mobileno", "mobiltelefon", "handy",
            "handynummer", "telephonemobile", "telephoneportable", "telefonomovil", "movil", "celular", "telemovel",
            "cellulare", "mobiel",
        ],
    ),
    (TimeZone, &["timezone", "tz", "zeitzone", "fuseauhoraire", "zonahoraria", "fusohorario", "fusoorario", "tijdzone"]),
];

/// Names that leave more than one field open.
#[rustfmt::skip]
pub(super) const OPEN: [(&[Field], &[&str]); 5] = [
    (&[Extension, DirectNumber], &["number", "no", "num"]),
    (
        PHONE,
        &[
            "phone", "phones", "phonenumber", "phonenumbers", "telephone", "telephonenumber", "tel", "workphone",
            "workphonenumber", "officephone", "businessphone", "businessphones", "contactphone", "companynumber",
            "telefon", "telefono", "telefone", "telefoon", "didnumbers", "deskphone", "officephonenumber",
        ],
    ),
    (OWN_PHONE, &["homephone", "otherphone", "alternatephone", "personalphone", "secondaryphone", "phone2", "privatephone"]),
    (
        &[Groups],
        &[
            "department", "dept", "orgunitpath", "organizationalunit", "costcenter", "site", "sitename", "location",
            "office", "abteilung", "departement", "departamento", "reparto", "afdeling",
        ],
    ),
    (
        &[Plan],
        &[
            "package", "license", "licenses", "licence", "callingplan", "callingplans", "licensetype", "edition",
            "subscription", "newlicenses",
        ],
    ),
];

/// Words that stand for a secret by themselves, alone or at the end of a name.
pub(super) const SECRET_ENDS: [&str; 6] = ["pass", "pwd", "pw", "pin", "token", "hash"];

/// Names that only end like one.
pub(super) const OPEN_ENDS: [&str; 4] = ["compass", "bypass", "overpass", "rehash"];

/// Parts of names whose columns are never read.
pub(super) const SECRETS: [&str; 12] = [
    "password",
    "passwd",
    "passwort",
    "contrasena",
    "motdepasse",
    "senha",
    "wachtwoord",
    "secret",
    "passcode",
    "voicemailpin",
    "accesspin",
    "userpin",
];

/// Known columns of exporters that hold nothing of ours, so that nobody is asked about them.
#[rustfmt::skip]
pub(super) const SKIPPED: [(Option<&str>, &[&str]); 4] = [
    (
        MAILBOX,
        &[
            "recoveryemail", "homesecondaryemail", "worksecondaryemail", "newprimaryemail", "manageremail",
            "alternateemailaddress", "secondaryemail", "personalemail", "proxyaddresses", "voicemailemail",
        ],
    ),
    (Some("Recovery numbers aren’t for calls"), &["recoveryphone"]),
    (Some("Teamline takes no fax numbers"), &["fax", "faxnumber", "officefax"]),
    (Some("Extensions never show as caller id"), &["outboundcallerid", "callerid", "outgoingclid", "mobileoutboundcallerid"]),
];
