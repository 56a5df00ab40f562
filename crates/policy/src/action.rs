//! Every action there is, each with its word, its phrase and its rule. This table is the policy at a glance.

use crate::rule::Kind::*;
use crate::rule::Own::*;
use crate::rule::{ACTIVE, DELETED, HERE, INVITED, JOINED, Rule, SUSPENDED};
use crate::target::{GroupTarget, NewMember, NumberTarget, RoleDraft, RoleRef, SupervisorAccess, UsedNumber};
use model::Permission::*;
use model::{Plan, RoleKind};
use serde::{Deserialize, Serialize};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident $(($data:ty))? $slug:literal $phrase:literal $rule:expr;)+) => {
        /// What someone attempts (R3), with what it would give.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Action { $($(#[$doc])* $name $(($data))?),+ }

        /// An action without its details: for tables, menus and sentences.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Verb { $($name),+ }

        impl Action {
            pub fn verb(&self) -> Verb { match self { $(Action::$name { .. } => Verb::$name),+ } }
        }

        impl Verb {
            pub const ALL: &[Verb] = &[$(Verb::$name),+];
            /// The word in tests and logs.
            pub fn slug(self) -> &'static str { match self { $(Verb::$name => $slug),+ } }
            /// What it does, "{}" being whom it is done to.
            fn phrase(self) -> &'static str { match self { $(Verb::$name => $phrase),+ } }
            pub fn rule(self) -> Rule { match self { $(Verb::$name => $rule),+ } }
        }
    };
}

actions! {
    // What may be seen (R12).
    SeeDirectory "see-directory" "see the directory" Rule::open(Account);
    SeeTeam "see-team" "see the whole team table" Rule::see(Account, SeeTeam);
    OpenCard "open-card" "open {}’s card" Rule::see(Member, SeeTeam).own(Free);
    SeeHistory "see-history" "see {}’s calls, voicemail and messages" Rule::see(Member, SeeAllHistory).within_scope().own(Free);
    /// Joining a call is one step from it, so looking through somebody’s eyes doesn’t include it (M9).
    ListenIn "listen-in" "listen in on {}’s calls" Rule::person(ListenIn, ACTIVE).own(Never);
    SeeNumbers "see-numbers" "see the numbers page" Rule::see(Account, SeeNumbers);
    SeeGroups "see-groups" "see the groups page" Rule::see(Account, SeeTeam);
    SeeHealth "see-health" "see the health board" Rule::see(Account, SeeTeam);
    SeeRoles "see-roles" "see the roles page" Rule::see(Account, ManageRoles);
    SeeAudit "see-audit" "see the audit log" Rule::see(Account, SeeAudit);
    SeeBilling "see-billing" "see invoices" Rule::see(Account, SeeBilling);
    SeeSettings "see-settings" "see account settings" Rule::see(Account, ManageSettings);
    Export "export" "export members" Rule::see(Account, ExportMembers);

    // Bringing people in (M1 to M4, M8, I1).
    Invite(NewMember) "invite" "invite members" Rule::change(Account, InviteMembers).adds();
    /// Onto a form prefilled from the target; what is given is checked like an invitation (M8, R4).
    Duplicate(NewMember) "duplicate" "duplicate {}" Rule::change(Member, InviteMembers).within_scope().during(HERE).adds();
    ResendInvitation "resend-invitation" "resend {}’s invitation" Rule::person(InviteMembers, INVITED).adds();
    /// The file as a whole; each row is checked again as what it does.
    Import "import" "import members" Rule::change(Account, ImportMembers);

    // Editing people (M6, M11 to M14, M18 to M20, R5).
    EditDetails "edit-details" "edit {}" Rule::person(EditMembers, HERE);
    /// Before they joined: the invitation goes to another address (M6).
    CorrectInvitedEmail "correct-invited-email" "correct {}’s email" Rule::person(EditMembers, INVITED).credentials();
    ChangeSignIn "change-sign-in" "change {}’s sign-in email" Rule::person(ChangeSignIn, JOINED).credentials();
    ChangeExtension "change-extension" "change {}’s extension" Rule::person(EditMembers, HERE);
    ChangeRole(RoleRef) "change-role" "change {}’s role" Rule::person(EditMembers, HERE).own(Never).removes_administrator();
    ChangePlan(Plan) "change-plan" "change {}’s plan" Rule::person(ChangePlans, HERE);
    AssignNumber(UsedNumber) "assign-number" "assign a number to {}" Rule::person(AssignNumbers, HERE);
    RemoveNumber(UsedNumber) "remove-number" "remove a number from {}" Rule::person(AssignNumbers, HERE);
    AssignDirect(NumberTarget) "assign-direct" "assign a direct number to {}" Rule::person(AssignNumbers, HERE);
    RemoveDirect(NumberTarget) "remove-direct" "remove {}’s direct number" Rule::person(AssignNumbers, HERE);
    ChangeSupervises(SupervisorAccess) "change-supervises" "change {}’s supervisor access" Rule::person(EditMembers, HERE).own(AdministratorOnly);
    SetAvailability "set-availability" "set {}’s availability" Rule::person(EditMembers, HERE).own(Free);
    SetForwarding "set-forwarding" "set up {}’s call forwarding" Rule::person(EditMembers, HERE).own(Free);
    SetScreening "set-screening" "set {}’s call screening" Rule::person(EditMembers, HERE).own(Free);
    SetGreeting "set-greeting" "set {}’s greetings" Rule::person(EditCallFlow, HERE).own(Free);
    EditCallFlow "edit-call-flow" "edit {}’s call flow" Rule::person(EditCallFlow, HERE).own(Free);
    ChangePhoto "change-photo" "change {}’s photo" Rule::person(EditMembers, HERE).own(Free);
    ChangePin "change-pin" "change {}’s voicemail PIN" Rule::person(EditMembers, HERE).own(Free).credentials();

    // Helping people in and looking through their eyes (M9, M10, A2).
    ResetPassword "reset-password" "reset {}’s password" Rule::person(ResetPasswords, JOINED).credentials();
    EndSession "end-session" "end {}’s sessions" Rule { on: Session, ..Rule::person(ResetPasswords, HERE) }.own(Free).credentials();
    Supervise "supervise" "supervise {}" Rule::person(SuperviseMembers, ACTIVE).own(Never);
    ActWhileSupervising "act-while-supervising" "start acting while supervising" Rule::open(Account);
    StopSupervising "stop-supervising" "stop supervising" Rule::open(Account);

    // Letting people go (M16, M17).
    Suspend "suspend" "suspend {}" Rule::person(SuspendMembers, ACTIVE).own(Never).removes_administrator();
    Reactivate "reactivate" "reactivate {}" Rule::person(SuspendMembers, SUSPENDED).own(Never);
    Delete "delete" "delete {}" Rule::person(DeleteMembers, HERE).own(Never).removes_administrator();
    Restore "restore" "restore {}" Rule::person(DeleteMembers, DELETED).own(Never);
    /// Voicemail, messages, number and extension of a deleted member go to the target (M17).
    ReceiveTransfer "receive-transfer" "transfer a deleted member’s things to {}" Rule::person(DeleteMembers, HERE);

    // Oneself (M21, A2, T5, T7).
    EditOwnProfile "edit-own-profile" "edit your profile" Rule::free(Account);
    ChangeOwnPassword "change-own-password" "change your password" Rule::free(Account).credentials();
    SetPreferences "set-preferences" "change your preferences and saved views" Rule::free(Account);

    // Numbers (N1 to N3, R6).
    RouteNumber "route-number" "assign this number’s incoming calls" Rule::change(Number, AssignNumbers);
    LabelNumber "label-number" "label this number" Rule::change(Number, AssignNumbers);
    BuyNumber "buy-number" "get new numbers" Rule::change(Account, BuyNumbers);
    ReleaseNumber "release-number" "release this number" Rule::change(Number, BuyNumbers);

    // Groups and the call menu (N4, N6).
    CreateGroup "create-group" "create groups" Rule::change(Account, ManageGroups);
    EditGroup "edit-group" "edit this group" Rule::change(Group, ManageGroups);
    DeleteGroup "delete-group" "delete this group" Rule::change(Group, ManageGroups);
    AddToGroup(GroupTarget) "add-to-group" "add {} to a group" Rule::change(Member, ManageGroups).within_scope().during(HERE);
    RemoveFromGroup(GroupTarget) "remove-from-group" "remove {} from a group" Rule::change(Member, ManageGroups).within_scope();
    EditGroupGreeting "edit-group-greeting" "edit this group’s greeting" Rule::change(Group, EditGreetings);
    EditCallMenu "edit-call-menu" "edit the call menu" Rule::change(Account, EditGreetings);

    // Tasks (N5).
    GiveTaskToMember "give-task-to-member" "give {} a task" Rule::change(Member, SeeTeam).within_scope().own(Free).during(HERE);
    GiveTaskToGroup "give-task-to-group" "give this group a task" Rule::free(Group);
    WorkOnTask "work-on-task" "change this task" Rule::free(Task);
    DeleteTask "delete-task" "delete this task" Rule::free(Task);

    // Roles (R1, R2, R9).
    CreateRole(RoleDraft) "create-role" "create roles" Rule::change(Account, ManageRoles);
    EditRole(RoleDraft) "edit-role" "edit this role" Rule::change(Role, ManageRoles);
    /// With the role its members get next (R2).
    DeleteRole(RoleRef) "delete-role" "delete this role" Rule::change(Role, ManageRoles);

    // The account (G2, S2, S7, N7).
    /// The inverse change is checked again as what it does, member by member (G2).
    Undo "undo" "undo changes" Rule::change(Audit, SeeAudit);
    BuySeats "buy-seats" "buy seats" Rule::change(Account, BuySeats);
    ChangeBilling "change-billing" "change billing contact and payment method" Rule::change(Account, SeeBilling);
    ChangeSettings "change-settings" "change account settings" Rule::change(Account, ManageSettings);
    /// The switches that hold others back: who may add members (R13), who may change sign-in emails (M6).
    ChangeSafeguards "change-safeguards" "change who may add members" Rule::change(Account, ManageSettings);
}

impl Action {
    /// The kind of the role that it gives, if it gives one.
    pub(super) fn role_given(&self) -> Option<RoleKind> {
        if let Action::Invite(new) | Action::Duplicate(new) = self {
            Some(new.role.kind)
        } else if let Action::ChangeRole(role) = self {
            Some(role.kind)
        } else {
            None
        }
    }
}

impl Verb {
    /// "reset an Administrator’s password", "suspend Kofi Mensah".
    pub fn on(self, whom: &str) -> String {
        self.phrase().replace("{}", whom)
    }

    /// "reset your own password", "suspend yourself".
    pub fn on_yourself(self) -> String {
        self.phrase().replace("{}’s", "your own").replace("{}", "yourself")
    }
}
