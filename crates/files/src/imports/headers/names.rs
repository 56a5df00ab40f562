//! The names that columns have, field by field.

use Field::{
    DirectNumber, Email, Extension, FirstName, Forwarding1, Forwarding2, Forwarding3, FullName, Groups, LastName,
    Mobile, Plan, Role, Status, TimeZone, Username,
};
use model::imports::Field;

const PHONE: &[Field] = &[DirectNumber, Forwarding1, Mobile];
const OWN_PHONE: &[Field] = &[Forwarding1, Forwarding2, Mobile];
const MAILBOX: Option<&str> = Some("This isn’t the address people sign in with");

/// Field by field, the names that are it, likeliest first: of two columns for one field the earlier name wins.
#[rustfmt::skip]
pub(super) const NAMES: [(Field, &[&str]); 16] = [
    (
        FirstName,
        &[
            "firstname", "givenname", "forename", "first", "given", "vorname", "prenom", "primernombre", "nombre", "nome",
            "primeironome", "voornaam", "fname", "firstnames", "givennames", "legalfirstname", "preferredfirstname", "rufname",
            "prenoms", "nombredepila", "nombres", "fornamn", "fornavn", "etunimi", "imie", "jmeno", "keresztnev",
        ],
    ),
    (
        LastName,
        &[
            "lastname", "surname", "familyname", "last", "family", "nachname", "familienname", "nomdefamille", "nom",
            "apellidos", "apellido", "sobrenome", "apelido", "cognome", "achternaam", "lname", "lastnames", "surnames",
            "legallastname", "zuname", "nomfamille", "primerapellido", "efternamn", "etternavn", "efternavn", "sukunimi",
            "nazwisko", "prijmeni", "vezeteknev",
        ],
    ),
    (
        FullName,
        &[
            "firstandlastname", "fullname", "displayname", "name", "employeename", "membername", "personname", "employee",
            "person", "contactname", "agentname", "extensionname", "nomcomplet", "nombrecompleto", "nomecompleto",
            "vollstandigername", "anzeigename", "fullnames", "userdisplayname", "calleridname", "cidname", "effectivecalleridname",
            "teammember", "staffname", "vorundnachname", "nameundvorname", "vornameundname", "vollername", "mitarbeiter",
            "mitarbeitername", "teilnehmer", "nomprenom", "prenomnom", "nometprenom", "prenometnom", "employe", "salarie",
            "nombreyapellidos", "nombreyapellido", "apellidosynombre", "empleado", "nominativo", "cognomeenome", "namn", "naam",
        ],
    ),
    (
        Email,
        &[
            "email", "emailaddress", "signinemail", "workemail", "businessemail", "primaryemail", "useremail",
            "companyemail", "mail", "emails", "workemailaddress", "primaryemailaddress", "userprincipalname", "upn",
            "correoelectronico", "correo", "courriel", "adresseemail", "emailadresse", "enderecodeemail", "indirizzoemail",
            "emailadres", "emailid", "emailaddr", "loginemail", "signinaddress", "workmail", "companymail", "dienstlicheemail",
            "geschaftlicheemail", "mailadresse", "adressemail", "adresseelectronique", "courrielprofessionnel", "mel",
            "direcciondecorreo", "direcciondecorreoelectronico", "correocorporativo", "emailcorporativo", "epost",
            "epostadress", "epostadresse", "mailaddress", "useremailaddress", "email1",
        ],
    ),
    (
        Username,
        &[
            "username", "login", "loginname", "signinname", "userid", "user", "account", "accountname", "samaccountname",
            "benutzername", "nomdutilisateur", "nombredeusuario", "usuario", "nomedeusuario", "nomeutente",
            "gebruikersnaam", "kennung", "anmeldename", "benutzerkennung", "identifiant", "loginid", "networkid", "anvandarnamn",
        ],
    ),
    (
        Role,
        &[
            "role", "roles", "userrole", "accesslevel", "access", "permission", "permissions", "permissionlevel",
            "userroles", "rolle", "rol", "ruolo", "funcao", "rolename", "userrolename", "adminrole", "roletype", "permissionset",
            "berechtigung", "berechtigungen", "benutzerrolle", "perfil", "profil", "rolutilisateur", "roleutilisateur", "roldeusuario",
        ],
    ),
    (
        Extension,
        &[
            "extension", "extensionnumber", "ext", "extn", "extno", "extnumber", "exten", "internalnumber", "shortnumber",
            "durchwahl", "nebenstelle", "poste", "anexo", "interno", "ramal", "toestel", "defaultextension", "userextension",
            "phoneextension", "telephoneextension", "officeextension", "workextension", "deskextension", "sipextension",
            "internalextension", "extnum", "extensionno", "voiceextensionnumber", "shortdial", "shortcode", "kurzwahl",
            "nebenstellennummer", "durchwahlnummer", "interneruf", "internenummer", "numerodeposte", "numeroposte",
            "posteinterne", "numerointerne", "numerodeextension", "extensiontelefonica", "numerointerno", "extensao", "anknytning",
        ],
    ),
    (
        Forwarding1,
        &[
            "forwardingnumber1", "forwarding1", "forward1", "forwardingnumber", "forwardingnumbers", "forwarding",
            "forwardsto", "forwardto", "callforwarding", "forwardingphone", "forwardingphone1", "cell", "cellphone",
            "cellnumber", "cellphonenumber", "followme", "followmenumber", "weiterleitung", "rufumleitung", "weiterleitungsnummer",
            "renvoi", "renvoidappel", "desvio", "deviazione",
        ],
    ),
    (Forwarding2, &["forwardingnumber2", "forwarding2", "forward2", "forwardingphone2"]),
    (Forwarding3, &["forwardingnumber3", "forwarding3", "forward3", "forwardingphone3"]),
    (
        DirectNumber,
        &[
            "directnumber", "directline", "directdial", "did", "ddi", "directphone", "directphonenumber", "didnumber",
            "incomingdid", "directinwarddial", "direct", "directnumbers", "dids", "didnumbers", "lineuri", "assignednumber",
            "assignednumbers", "assignedphonenumber", "assignedphonenumbers", "phonesystemnumber", "teamsnumber",
            "teamsphonenumber", "dialpadnumber", "aircallnumber", "openphonenumber", "zoomnumber", "zoomphonenumber",
            "ringcentralnumber", "teamsnumbers", "dialpadnumbers", "aircallnumbers", "openphonenumbers",
            "quonumber", "quonumbers", "zoomphonenumbers", "ringcentralnumbers", "e164", "e164number", "voicenumber", "portnumber", "numbertoport", "portinnumber", "direktwahl",
            "direktnummer", "direktrufnummer", "lignedirecte", "numerodirect", "sda", "numerosda", "lineadirecta",
            "numerodirecto", "numerodiretto", "lineadiretta",
        ],
    ),
    (
        Plan,
        &[
            "plan", "seatplan", "seat", "userplan", "planname", "plantype", "subscriptionplan", "tarif", "forfait",
            "abonnement", "tarifa",
        ],
    ),
    (
        Groups,
        &[
            "groups", "group", "teams", "team", "ringgroups", "ringgroup", "callgroups", "callqueues", "queues", "gruppen",
            "gruppe", "groupes", "grupos", "gruppi", "groupname", "groupnames", "callgroup", "huntgroup", "huntgroups", "callqueue",
            "queue", "memberof", "warteschlange", "warteschlangen", "equipe", "equipes", "equipo", "equipos", "squadra", "squadre",
        ],
    ),
    (
        Mobile,
        &[
            "mobilenumber", "mobilephone", "mobile", "mobilephonenumber", "mobileno", "mobiltelefon", "handy",
            "handynummer", "telephonemobile", "telephoneportable", "telefonomovil", "movil", "celular", "telemovel",
            "cellulare", "mobiel", "mobiltelefonnummer", "mobilnummer", "mobilrufnummer", "mobil", "handynr", "natel", "portable",
            "telportable", "telmobile", "numeromobile", "numerodemobile", "gsm", "cellulaire", "telefonomobile", "telmovil",
            "numerodemovil", "telefoonmobiel", "mobiltelefonnr", "mobilephones", "mobilephonenumbers", "mobilephone1",
            "mobiletelephone",
        ],
    ),
    (
        Status,
        &[
            "status", "userstatus", "accountstatus", "memberstatus", "extensionstatus", "enabled", "active", "isactive",
            "accountenabled", "activated", "blocksignin", "blockcredential", "signinblocked", "suspended", "issuspended",
            "disabled", "isdisabled", "deactivated", "blocked", "newstatus", "statut", "statutducompte", "aktiv", "kontostatus",
            "benutzerstatus", "activo", "actif", "attivo", "ativo", "gesperrt",
        ],
    ),
    (TimeZone, &["timezone", "tz", "zeitzone", "fuseauhoraire", "zonahoraria", "fusohorario", "fusoorario", "tijdzone", "timezonename", "timezoneid", "usertimezone"]),
];

/// Names that leave more than one field open.
#[rustfmt::skip]
pub(super) const OPEN: [(&[Field], &[&str]); 7] = [
    (&[Extension, DirectNumber], &["number", "no", "num", "nummer", "rufnummer", "numero"]),
    // A state is where somebody is, or how: its values say.
    (&[Status], &["state", "zustand", "etat", "estado", "stato", "locked"]),
    (&[Email], &["voicemailemail", "vmemail", "notificationemail"]),
    (
        PHONE,
        &[
            "phone", "phones", "phonenumber", "phonenumbers", "telephone", "telephonenumber", "tel", "workphone",
            "workphonenumber", "officephone", "businessphone", "businessphones", "contactphone", "companynumber",
            "telefon", "telefono", "telefone", "telefoon", "deskphone", "officephonenumber", "primaryphone", "numbers", "work",
            "telefonnummer", "telefongeschaftlich", "telephonebureau", "telephoneprofessionnel", "numerodetelephone",
            "telefonodeoficina", "telefonotrabajo", "numerodetelefono", "numeroditelefono", "telefonnr", "tlf", "tlfn",
        ],
    ),
    (OWN_PHONE, &["homephone", "otherphone", "alternatephone", "personalphone", "secondaryphone", "phone2", "privatephone", "home", "personalcontactnumber", "privat", "telefonprivat"]),
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

/// Columns by which desk phones sign in: no passwords, but the half of one.
pub(super) const CREDENTIALS: [&str; 5] = ["authid", "authname", "sipid", "sipusername", "authorizationid"];

/// Status columns that say yes of those who may not sign in.
pub(super) const BLOCKED: [&str; 11] = [
    "blocksignin",
    "blockcredential",
    "signinblocked",
    "suspended",
    "issuspended",
    "disabled",
    "isdisabled",
    "deactivated",
    "blocked",
    "locked",
    "gesperrt",
];

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
pub(super) const SKIPPED: [(Option<&str>, &[&str]); 5] = [
    (
        MAILBOX,
        &[
            "recoveryemail", "homesecondaryemail", "worksecondaryemail", "newprimaryemail", "manageremail",
            "alternateemailaddress", "secondaryemail", "personalemail", "proxyaddresses", "secondemail", "voicemailpager",
        ],
    ),
    (Some("Recovery numbers aren’t for calls"), &["recoveryphone"]),
    (Some("Teamline takes no fax numbers"), &["fax", "faxnumber", "officefax"]),
    (
        None,
        &[
            "title", "jobtitle", "position", "city", "country", "countryorregion", "stateorprovince", "zip", "zipcode",
            "postalcode", "ziporpostalcode", "street", "streetaddress", "usagelocation", "companyname", "organization", "division",
            "manager", "managerid", "employeeid", "employeenumber", "employeetype", "honorificprefix", "honorificsuffix",
            "middlename", "nickname", "locale", "preferredlanguage", "userlanguage", "lastsignin", "lastlogin", "createdat",
            "created", "devicetype", "ringtimer", "sipname", "recording", "mohclass",
        ],
    ),
    (Some("Extensions never show as caller id"), &["outboundcallerid", "callerid", "outgoingclid", "mobileoutboundcallerid", "outboundcid", "emergencycid"]),
];
