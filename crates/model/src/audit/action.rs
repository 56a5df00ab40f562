//! What an entry of the audit log can say was done: one variant an action, with its word, its sentence, and whether it can
//! be taken back (G1, G2). A new action is one row here; every match on it is exhaustive, so the compiler leads to the rest.

use crate::bulk::BulkKind;
use crate::slugs::slugs;

slugs! {
    /// What an entry is about, for the filter and under the sentence.
    AuditKind {
        Team = "team", "Team";
        Calls = "calls", "Calls and forwarding";
        Numbers = "numbers", "Numbers";
        Groups = "groups", "Groups and call menu";
        Tasks = "tasks", "Tasks";
        Roles = "roles", "Roles";
        Plans = "plans", "Plans, seats and billing";
        SignIn = "sign-in", "Sign-in and security";
        Supervise = "supervise", "Supervise";
        Import = "import", "Import";
        Account = "account", "Account";
    }
}

slugs! {
    /// What was done. The label is its sentence: "{}" is the subject, "{}’s" their own when it is the author, "{members}"
    /// those of a change of many, or how many grants it made.
    AuditAction {
        AccountCreate = "account.create", "made the account {}";
        AccountSafeguards = "account.safeguards", "changed the safeguards of {}";
        AccountExtensions = "account.extensions", "changed how long the extensions of {} are";
        RoleCreate = "roles.create", "made the role {}";
        RoleEdit = "roles.edit", "edited the role {}";
        RoleDelete = "roles.delete", "deleted the role {}";
        Invite = "members.invite", "invited {}";
        ResendInvitation = "members.resend-invitation", "sent {} another invitation";
        AcceptInvitation = "members.accept", "accepted the invitation";
        EditMember = "members.edit", "edited {}";
        ChangePhoto = "members.photo", "changed {}’s photo";
        SetAvailability = "members.availability", "set {}’s availability";
        SetForwarding = "members.forwarding", "changed {}’s call forwarding";
        SetScreening = "members.screening", "changed {}’s call screening";
        SetGreetings = "members.greetings", "changed {}’s greetings";
        ChangePin = "members.pin", "set {}’s voicemail PIN";
        ResetPassword = "members.reset-password", "reset {}’s password";
        PasswordByLink = "members.password-by-link", "set {}’s password by a link";
        SignIn = "session.sign-in", "signed in";
        SignOut = "session.sign-out", "signed out";
        ChangePassword = "session.password", "changed {}’s password";
        EndSession = "session.end", "ended a session of {}";
        EndOtherSessions = "session.end-others", "ended {}’s other sessions";
        ChangePlan = "members.plan", "changed {}’s plan";
        ChangeDirect = "members.direct", "changed {}’s direct number";
        Suspend = "members.suspend", "suspended {}";
        Reactivate = "members.reactivate", "reactivated {}";
        Delete = "members.delete", "deleted {}";
        Restore = "members.restore", "restored {}";
        Erase = "members.erase", "erased the personal data of {}";
        BuyNumber = "numbers.buy", "got the number {}";
        RouteNumber = "numbers.route", "changed where {} rings";
        LabelNumber = "numbers.label", "changed the label of {}";
        ReleaseNumber = "numbers.release", "released {} to the carrier";
        GrantNumber = "numbers.grant", "changed which numbers {} calls from";
        RevokeNumber = "numbers.revoke", "took a number from {}";
        BeginSupervising = "supervise.begin", "started supervising {}";
        ActSupervising = "supervise.act", "started acting as {}";
        EndSupervising = "supervise.end", "stopped supervising {}";
        SupervisingOver = "supervise.timeout", "ended the supervision of {}, whose time was over";
        BuySeats = "seats.buy", "bought seats";
        BillingContact = "billing.contact", "changed the billing contact of {}";
        BillingMethod = "billing.method", "changed the payment method of {}";
        Import = "imports.apply", "imported members from {}";
        ImportUndo = "imports.undo", "took back the import of {}";
        BulkRole = "bulk.role", "changed the role of {members} to {}";
        BulkAssignNumber = "bulk.assign-number", "assigned {} to {members}";
        BulkRemoveNumber = "bulk.remove-number", "removed {} from {members}";
        BulkPlan = "bulk.plan", "changed the plan of {members} to {}";
        BulkGroup = "bulk.group", "added {members} to {}";
        BulkSuspend = "bulk.suspend", "suspended {members}";
        BulkReactivate = "bulk.reactivate", "reactivated {members}";
        BulkResend = "bulk.resend", "sent {members} another invitation";
        BulkDelete = "bulk.delete", "deleted {members}";
        BulkGrantNumbers = "bulk.grant-numbers", "made {members} of outgoing use";
        BulkRevokeNumbers = "bulk.revoke-numbers", "took back {members} of outgoing use";
    }
}

/// How an action is taken back (G2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reversal {
    /// It can't be.
    Never,
    /// Its items are set back as one set, by the change of this kind.
    Items(BulkKind),
    /// The plan or state of one member, by the change of this kind.
    Member(BulkKind),
    /// Each of its changes is set back by itself.
    Changes,
    /// Each member whom a file added or changed is set back by themselves (I1).
    Import,
}

impl AuditAction {
    /// What an action is about.
    pub fn kind(self) -> AuditKind {
        use AuditAction::*;
        match self {
            AccountCreate | AccountExtensions => AuditKind::Account,
            AccountSafeguards | RoleCreate | RoleEdit | RoleDelete => AuditKind::Roles,
            Invite | ResendInvitation | AcceptInvitation | EditMember | ChangePhoto | Suspend | Reactivate | Delete
            | Restore | Erase | BulkRole | BulkSuspend | BulkReactivate | BulkResend | BulkDelete => AuditKind::Team,
            SetAvailability | SetForwarding | SetScreening | SetGreetings => AuditKind::Calls,
            ChangePin | ResetPassword | PasswordByLink | SignIn | SignOut | ChangePassword | EndSession
            | EndOtherSessions => AuditKind::SignIn,
            ChangePlan | BuySeats | BillingContact | BillingMethod | BulkPlan => AuditKind::Plans,
            ChangeDirect | BuyNumber | RouteNumber | LabelNumber | ReleaseNumber | GrantNumber | RevokeNumber
            | BulkAssignNumber | BulkRemoveNumber | BulkGrantNumbers | BulkRevokeNumbers => AuditKind::Numbers,
            BeginSupervising | ActSupervising | EndSupervising | SupervisingOver => AuditKind::Supervise,
            Import | ImportUndo => AuditKind::Import,
            BulkGroup => AuditKind::Groups,
        }
    }

    /// The action of a change of many; none for an export, which changes nothing.
    pub fn of_bulk(kind: BulkKind) -> Option<AuditAction> {
        use AuditAction::*;
        Some(match kind {
            BulkKind::AssignNumber => BulkAssignNumber,
            BulkKind::RemoveNumber => BulkRemoveNumber,
            BulkKind::ChangeRole => BulkRole,
            BulkKind::ChangePlan => BulkPlan,
            BulkKind::AddToGroup => BulkGroup,
            BulkKind::Suspend => BulkSuspend,
            BulkKind::Reactivate => BulkReactivate,
            BulkKind::ResendInvitations => BulkResend,
            BulkKind::Delete => BulkDelete,
            BulkKind::GrantNumbers => BulkGrantNumbers,
            BulkKind::RevokeNumbers => BulkRevokeNumbers,
            BulkKind::Import => Import,
            BulkKind::Export => return None,
        })
    }

    /// How it is taken back.
    pub fn reversal(self) -> Reversal {
        use AuditAction::*;
        match self {
            BulkRole => Reversal::Items(BulkKind::ChangeRole),
            BulkAssignNumber => Reversal::Items(BulkKind::AssignNumber),
            BulkRemoveNumber => Reversal::Items(BulkKind::RemoveNumber),
            BulkPlan => Reversal::Items(BulkKind::ChangePlan),
            BulkGroup => Reversal::Items(BulkKind::AddToGroup),
            BulkSuspend => Reversal::Items(BulkKind::Suspend),
            BulkReactivate => Reversal::Items(BulkKind::Reactivate),
            BulkDelete => Reversal::Items(BulkKind::Delete),
            BulkGrantNumbers => Reversal::Items(BulkKind::GrantNumbers),
            BulkRevokeNumbers => Reversal::Items(BulkKind::RevokeNumbers),
            ChangePlan => Reversal::Member(BulkKind::ChangePlan),
            Suspend => Reversal::Member(BulkKind::Suspend),
            Reactivate => Reversal::Member(BulkKind::Reactivate),
            Delete | Restore => Reversal::Member(BulkKind::Delete),
            EditMember | SetAvailability | SetScreening | SetForwarding | SetGreetings | ChangeDirect | GrantNumber
            | RevokeNumber | RouteNumber | LabelNumber | RoleEdit | AccountSafeguards => Reversal::Changes,
            Import | ImportUndo => Reversal::Import,
            AccountCreate | AccountExtensions | RoleCreate | RoleDelete | Invite | ResendInvitation
            | AcceptInvitation | ChangePhoto | ChangePin | ResetPassword | PasswordByLink | SignIn | SignOut
            | ChangePassword | EndSession | EndOtherSessions | Erase | BuyNumber | ReleaseNumber | BeginSupervising
            | ActSupervising | EndSupervising | SupervisingOver | BuySeats | BillingContact | BillingMethod
            | BulkResend => Reversal::Never,
        }
    }

    /// The actions of these kinds, for a query.
    pub fn of_kinds(kinds: &[AuditKind]) -> impl Iterator<Item = AuditAction> {
        AuditAction::ALL.iter().copied().filter(move |action| kinds.contains(&action.kind()))
    }

    /// The actions whose sentence holds this text, for the search.
    pub fn saying(text: &str) -> impl Iterator<Item = AuditAction> {
        let text = text.to_lowercase();
        let says =
            move |action: &AuditAction| action.label().replace("{}", "").replace("{members}", "").contains(&text);
        AuditAction::ALL.iter().copied().filter(says)
    }
}
