//! What a business number costs a month (S4). The only place of this rule.

use crate::model::Plan;

/// A number beyond those included, a month, in cents.
pub const EXTRA_NUMBER: i64 = 499;

/// S4: a second number of a member, or any for a Basic member, costs $4.99 a month; Plus and Pro include one. A number that
/// rings at a group, the call menu or nobody costs nothing. `holder` is the plan of the member it rings at, `first` whether
/// it is their first.
pub fn number_monthly(holder: Option<Plan>, first: bool) -> i64 {
    match holder {
        None => 0,
        Some(Plan::Plus | Plan::Pro) if first => 0,
        Some(_) => EXTRA_NUMBER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s4_plus_and_pro_include_one_number_and_basic_none() {
        let cost = |plan, first| number_monthly(Some(plan), first);
        assert_eq!([cost(Plan::Basic, true), cost(Plan::Plus, true), cost(Plan::Pro, true)], [499, 0, 0]);
        assert_eq!([cost(Plan::Basic, false), cost(Plan::Plus, false), cost(Plan::Pro, false)], [499; 3]);
        assert_eq!(number_monthly(None, true), 0);
    }
}
